// Which type a client likes best: quality first, then how closely a range names a type, then the order of the field.

import Testing

@testable import Chassis

@Suite struct NegotiationTests {
  @Test(
    arguments: [
      (nil, "text/plain"), ("*/*", "text/plain"), ("text/*", "text/plain"),
      ("text/html", "text/html"), ("TEXT/HTML", "text/html"), ("text/html;level=1", "text/html"),
      ("text/html, text/plain", "text/html"), ("text/plain;q=0.5, text/html", "text/html"),
      ("text/plain;q=0.5, text/html;q=0.4", "text/plain"),
      ("text/plain; q=0.5 ,text/html", "text/html"),
      ("text/html;q=0.5, */*;q=0.1", "text/html"), ("*/*;q=0.1, text/plain;q=0", "text/html"),
      ("text/*;q=0.3, text/html;q=0.2", "text/plain"), ("text/html, text/*;q=0", "text/html"),
      ("application/json", "application/json"), ("application/*", "application/json"),
      ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
      ("text/html;Q=0.1, application/json;Q=0.2", "application/json"),
      ("image/png", nil), ("*/*;q=0", nil), ("text/html;q=0", nil), ("", nil), ("html", nil),
      (",,", nil), ("text", nil), ("image/*, text/html;q=0.001", "text/html"),
      ("text/html;level=1;q=0.2, text/plain;q=0.1", "text/html"), (" text/html", "text/html"),
    ] as [(String?, String?)])
  func `preferred`(accept: String?, expected: String?) {
    let offered = ["text/plain", "text/html", "application/json"]
    #expect(Chassis.preferred(among: offered, accept: accept) == expected)
  }

  @Test(arguments: ["2", "-1", "nan", "inf", "high", "", "0x1"])
  func `a quality that is none never wins over one that is`(quality: String) {
    let accept = "text/plain;q=\(quality), text/html;q=1"
    #expect(Chassis.preferred(among: ["text/html", "text/plain"], accept: accept) == "text/html")
  }

  @Test func `nothing offered`() {
    #expect(Chassis.preferred(among: [], accept: nil) == nil)
    #expect(Chassis.preferred(among: [], accept: "*/*") == nil)
  }
}
