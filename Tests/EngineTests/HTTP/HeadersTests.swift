import Testing

@testable import Engine

struct HeadersTests {
  @Test func comparesNamesWithoutRegardToCase() {
    let headers: Headers = ["Content-Type": "text/plain"]
    #expect(headers["content-TYPE"] == "text/plain")
    #expect(headers.contains("CONTENT-type"))
    #expect(headers["Content-Typ"] == nil)
  }

  @Test func joinsRepeatedFields() {
    let headers: Headers = [
      "Accept": "text/html", "Cookie": "a=1", "Set-Cookie": "x=1", "accept": "text/plain",
      "cookie": "b=2", "set-cookie": "y=2",
    ]
    #expect(headers["Accept"] == "text/html, text/plain")
    #expect(headers["Cookie"] == "a=1; b=2")
    #expect(headers["Set-Cookie"] == "x=1")
    #expect(headers.values(of: "Set-Cookie") == ["x=1", "y=2"])
  }

  @Test func settingReplacesAllAndKeepsThePlace() {
    var headers: Headers = ["A": "1", "B": "2", "a": "3", "C": "4"]
    headers["A"] = "5"
    #expect(headers == ["A": "5", "B": "2", "C": "4"])
    headers["b"] = nil
    #expect(headers == ["A": "5", "C": "4"])
    headers["D"] = "6"
    headers.append("A", "7")
    #expect(headers.map { "\($0.name)=\($0.value)" } == ["A=5", "C=4", "D=6", "A=7"])
  }

  @Test(arguments: [
    ("close", true), ("Upgrade, CLOSE", true), ("keep-alive", false), ("closed", false),
    ("\tclose ,", true), (",,close", true), ("", false), ("clo se", false),
    ("\u{301}, close", true),
    ("close,\u{301}", true), ("close \u{301}", false), ("a\u{301},close,\u{301}b", true),
  ])
  func findsTokensInLists(_ value: String, _ found: Bool) {
    #expect(value.namesToken("close") == found)
  }

  @Test func listsGiveTheirElements() {
    #expect(" a b,\t,c ,,d".listElements == ["a b", "c", "d"])
    #expect("".listElements == [])
    #expect("a,\u{301}b".listElements.map { Array($0.utf8) } == [[97], [0xCC, 0x81, 98]])
  }
}
