// What a Redis server answers: whole, cut at every byte, malformed, and beyond each limit.

import Testing

@testable import Chassis

@Suite struct RESPParserTests {
  private nonisolated static let small = RESPLimits(bytes: 64, line: 24, values: 6, depth: 3)

  /// Everything that the parser gives for bytes that come in pieces; an error ends it.
  private func values(_ pieces: [[UInt8]], _ limits: RESPLimits) -> ([RESPValue], RESPError?) {
    var parser = RESPParser(limits: limits)
    var values: [RESPValue] = []
    for piece in pieces {
      parser.append(piece)
      do throws(RESPError) {
        while let value = try parser.next() { values.append(value) }
      } catch { return (values, error) }
    }
    return (values, nil)
  }

  private nonisolated static let good: [(String, [RESPValue])] = [
    ("", []), ("+OK\r\n", [.word("OK")]), ("+\r\n", [.word("")]),
    ("-ERR no\r\n", [.error("ERR no")]), (":0\r\n", [.number(0)]), (":-42\r\n", [.number(-42)]),
    (":9223372036854775807\r\n", [.number(.max)]), ("$0\r\n\r\n", [.text([])]),
    ("$5\r\nhello\r\n", [.text(Array("hello".utf8))]),
    ("$4\r\n\r\n\r\n\r\n", [.text([13, 10, 13, 10])]), ("$-1\r\n", [.nothing]),
    ("*-1\r\n", [.nothing]), ("*0\r\n", [.list([])]),
    ("*2\r\n:1\r\n:60\r\n", [.list([.number(1), .number(60)])]),
    ("*2\r\n*1\r\n+a\r\n$-1\r\n", [.list([.list([.word("a")]), .nothing])]),
    ("+a\r\n:1\r\n$1\r\nx\r\n", [.word("a"), .number(1), .text([120])]),
    (
      "*3\r\n*0\r\n*1\r\n*0\r\n:1\r\n+b\r\n",
      [.list([.list([]), .list([.list([])]), .number(1)]), .word("b")]
    ),
  ]

  @Test(arguments: good)
  func `answers are read however they are cut`(text: String, expected: [RESPValue]) {
    let bytes = Array(text.utf8)
    for cut in 0...bytes.count {
      let (found, error) = values([Array(bytes[..<cut]), Array(bytes[cut...])], Self.small)
      #expect(found == expected && error == nil, "cut at \(cut)")
    }
    #expect(values(bytes.map { [$0] }, Self.small).0 == expected)
  }

  @Test(arguments: [
    ("x\r\n", "an answer begins with byte 120, not with one of + - : $ *"),
    ("\r\n", "a line is malformed"), ("+a\rb\r\n", "a line is malformed"),
    (":\r\n", "\"\" is no whole number"), (":1x\r\n", "\"1x\" is no whole number"),
    (": 1\r\n", "\" 1\" is no whole number"),
    (":9223372036854775808\r\n", "\"9223372036854775808\" is no whole number"),
    ("$x\r\n", "\"x\" is no whole number"), ("$-2\r\n", "a text of -2 bytes"),
    ("$1\r\nab\r\n", "a text does not end where it said"),
    ("$1\r\na\rb", "a text does not end where it said"),
    ("$65\r\n", "an answer has more than 64 bytes"),
    ("$9223372036854775807\r\n", "an answer has more than 64 bytes"),
    // What is behind the limit is not looked at.
    (
      "*3\r\n$40\r\n\(String(repeating: "a", count: 40))\r\n+12345678901\r\nx\r\n",
      "an answer has more than 64 bytes"
    ),
    ("*-2\r\n", "a list of -2 values"),
    ("*9223372036854775807\r\n", "an answer has more than 6 values"),
    ("*7\r\n", "an answer has more than 6 values"),
    ("*6\r\n+\r\n+\r\n+\r\n+\r\n+\r\n+\r\n", "an answer has more than 6 values"),
    ("*1\r\n*1\r\n*1\r\n*1\r\n", "lists stand in lists more than 3 deep"),
    ("+\(String(repeating: "a", count: 25))", "a line has more than 24 bytes"),
    (
      "*2\r\n$40\r\n\(String(repeating: "a", count: 40))\r\n$40\r\n\(String(repeating: "a", count: 40))\r\n",
      "an answer has more than 64 bytes"
    ),
    ("*5\r\n$60\r\n\(String(repeating: "a", count: 60))", "an answer has more than 64 bytes"),
  ])
  func `what makes no sense is refused, however it is cut`(text: String, reason: String) {
    let bytes = Array(text.utf8)
    for cut in 0...bytes.count {
      let (found, error) = values([Array(bytes[..<cut]), Array(bytes[cut...])], Self.small)
      #expect(found.isEmpty && error == RESPError(reason), "cut at \(cut)")
    }
  }

  @Test(arguments: [
    (["GET", "a"], "*2\r\n$3\r\nGET\r\n$1\r\na\r\n"), ([], "*0\r\n"),
    (["SET", "é", "a\r\nb"], "*3\r\n$3\r\nSET\r\n$2\r\né\r\n$4\r\na\r\nb\r\n"),
    ([""], "*1\r\n$0\r\n\r\n"),
  ])
  func `a command is a list of texts`(words: [String], bytes: String) {
    #expect(String(decoding: respCommand(words), as: UTF8.self) == bytes)
  }
}
