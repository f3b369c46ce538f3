// Forms of parts: bytes in, events out, the same however they are cut.

import Testing

@testable import Chassis

@Suite struct MultipartParserTests {
  /// Events in words: a data event's bytes are joined with those beside it.
  private func events(_ pieces: [[UInt8]], boundary: String = "b") throws -> [String] {
    var parser = try #require(MultipartParser(boundary: boundary))
    var words: [String] = []
    var data: [UInt8] = []
    for piece in pieces {
      for event in try parser.parse(piece) {
        switch event {
        case .head(let head):
          words.append("\(head.name)|\(head.fileName ?? "-")|\(head.type ?? "-")")
        case .data(let bytes): data += bytes
        case .end:
          words.append(String(decoding: data, as: UTF8.self))
          data = []
        }
      }
    }
    try parser.finish()
    return words
  }

  private func reason(_ pieces: [[UInt8]]) -> String? {
    do {
      _ = try events(pieces)
      return nil
    } catch let error as MalformedMultipart { return error.reason } catch { return "\(error)" }
  }

  private static let field = "Content-Disposition: form-data; name="

  @Test(arguments: [
    ("--b--", []), ("--b--\r\n", []), ("\r\n--b--", []), ("preamble\r\n--b--\r\nepilogue", []),
    ("--b\r\n\(field)a\r\n\r\n1\r\n--b--", ["a|-|-", "1"]),
    ("--b\r\n\(field)\"a\"\r\n\r\n\r\n--b--", ["a|-|-", ""]),
    ("--b \t\r\n\(field)a\r\n\r\n1\r\n--b--\r\n", ["a|-|-", "1"]),
    (
      "--b\r\n\(field)a\r\n\r\n1\r\n--b\r\n\(field)a\r\n\r\n2\r\n--b--",
      ["a|-|-", "1", "a|-|-", "2"]
    ),
    (
      "--b\r\ncontent-disposition:form-data;name=\"f\";filename=\"a;b.png\"\r\nContent-Type: image/png\r\n\r\n\r\n\r\r\n-\n--b\r\n--\r\n--b--",
      ["f|a;b.png|image/png", "\r\n\r\r\n-\n--b\r\n--"]
    ),
    ("--b\r\n\(field)f; filename=\"\"\r\n\r\n\r\n--b--", ["f||-", ""]),
    (
      "--b\r\n\(field)\"a\\\"b\\\\c\"; filename=\"C:\\x\\y.png\"\r\n\r\n1\r\n--b--",
      ["a\"b\\c|C:\\x\\y.png|-", "1"]
    ),
    (
      "--b\r\n\(field)f; filename=\"e\"; filename*=UTF-8''na%C3%AFve\r\n\r\n1\r\n--b--",
      ["f|naïve|-", "1"]
    ),
    ("--b\r\n\(field)f; filename=\"प्रिया.txt\"\r\n\r\n1\r\n--b--", ["f|प्रिया.txt|-", "1"]),
    (
      "--b\r\n\(field)f\r\nContent-Transfer-Encoding: 8BIT\r\nX-Other: 1\r\n\r\n1\r\n--b--",
      ["f|-|-", "1"]
    ),
  ])
  func `whole, and cut at every byte`(body: String, expected: [String]) throws {
    let bytes = Array(body.utf8)
    #expect(try events([bytes]) == expected)
    for cut in 0...bytes.count {
      #expect(try events([Array(bytes[..<cut]), Array(bytes[cut...])]) == expected)
    }
    #expect(try events(bytes.map { [$0] }) == expected)
  }

  @Test(arguments: [
    ("", "it ends before its last boundary"), ("--b", "it ends before its last boundary"),
    ("--b\r\n\(field)a\r\n\r\n1\r\n--b", "it ends before its last boundary"),
    ("--b\r\n\(field)a\r\n\r\n1\r\n--c--", "it ends before its last boundary"),
    ("--bx\r\n", "a boundary does not end its line"), ("--b\n", "it ends before its last boundary"),
    ("--b \n\n", "a boundary does not end its line"),
    ("--b --", "a boundary does not end its line"),
    ("--b\r\n\r\n1\r\n--b--", "a part does not say which field it is"),
    ("--b\r\nContent-Type: a\r\n\r\n", "a part does not say which field it is"),
    (
      "--b\r\nContent-Disposition: attachment; name=a\r\n\r\n",
      "a part does not say which field it is"
    ),
    ("--b\r\nContent-Disposition: form-data\r\n\r\n", "a part does not say which field it is"),
    ("--b\r\n\(field)a; name=b\r\n\r\n", "a part does not say which field it is"),
    ("--b\r\n\(field)\"a\r\n\r\n", "a part does not say which field it is"),
    ("--b\r\n\(field)a\r\n\(field)b\r\n\r\n", "a part says content-disposition twice"),
    ("--b\r\nno field\r\n\r\n", "a part's head has a line that is no field"),
    ("--b\r\n: x\r\n\r\n", "a part's head has a line that is no field"),
    ("--b\r\n \(field)a\r\n\r\n", "a part's head has a line that is no field"),
    ("--b\r\n\(field)a\0\r\n\r\n", "a part's head holds a control character"),
    ("--b\r\n\(field)a\n\r\n\r\n", "a part's head holds a control character"),
    ("--b\r\n\(field)a\r\r\n", "a part's head holds a control character"),
    (
      "--b\r\n\(field)a\r\nContent-Transfer-Encoding: base64\r\n\r\n",
      "a part is encoded, which forms have not been for long"
    ),
  ])
  func `what is no form`(body: String, expected: String) {
    let bytes = Array(body.utf8)
    #expect(reason([bytes]) == expected)
    #expect(reason(bytes.map { [$0] }) == expected)
  }

  @Test(arguments: [
    ("a", true), ("----WebKitFormBoundary7MA4YWxkTrZu0gW", true), ("a b'()+_,-./:=?", true),
    (String(repeating: "a", count: 70), true), (String(repeating: "a", count: 71), false),
    ("", false), ("a ", false), ("a\r\nb", false), ("é", false), ("a\"b", false), ("a;b", false),
  ])
  func `boundaries`(boundary: String, isOne: Bool) {
    #expect((MultipartParser(boundary: boundary) != nil) == isOne)
  }

  @Test func `what means nothing is bounded`() {
    let field = Self.field
    let long = { (count: Int) in String(repeating: "x", count: count) }
    let part = "--b\r\n\(field)a\r\n\r\n1\r\n"
    let outside = "more than 1024 bytes stand outside its parts"
    let head = "a part's head has more than 8192 bytes"
    let rows: [(body: String, reason: String?)] = [
      (long(1_022) + "\r\n\(part)--b--", nil), (long(2_000) + "\r\n\(part)--b--", outside),
      ("\(part)--b--" + long(1_020), nil), ("\(part)--b--" + long(2_000), outside),
      ("--b" + String(repeating: " ", count: 2_000) + "\r\n", outside),
      ("--b\r\nX: \(long(8_000))\r\n\(field)a\r\n\r\n1\r\n--b--", nil),
      ("--b\r\nX: \(long(8_200))", head),
      ("--b\r\n" + (0..<1_000).map { "X\($0): 1\r\n" }.joined(), head),
    ]
    for row in rows {
      #expect(reason([Array(row.body.utf8)]) == row.reason)
      #expect(reason(row.body.utf8.map { [$0] }) == row.reason)
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func `nearly a boundary, again and again, byte by byte`() throws {
    let boundary = String(repeating: "a", count: 70)
    let almost = "\r\n--" + String(repeating: "a", count: 69)
    let content = String(repeating: almost, count: 300)
    let body = Array("--\(boundary)\r\n\(Self.field)a\r\n\r\n\(content)\r\n--\(boundary)--".utf8)
    #expect(try events([body], boundary: boundary) == ["a|-|-", content])
    #expect(try events(body.map { [$0] }, boundary: boundary) == ["a|-|-", content])
  }

  @Test func `what waits is never more than a boundary`() throws {
    var parser = try #require(MultipartParser(boundary: "b"))
    _ = try parser.parse(Array("--b\r\n\(Self.field)a\r\n\r\n".utf8))
    #expect(try parser.parse(Array("hello\r\n--".utf8)) == [.data(Array("hello".utf8))])
    #expect(try parser.parse(Array("c\r".utf8)) == [.data(Array("\r\n--c".utf8))])
    #expect(try parser.parse(Array("\n--b".utf8)) == [.end])
  }
}
