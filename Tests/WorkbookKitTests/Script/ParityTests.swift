// Parity: two answers count as identical only if nothing but `Date` differs on the wire.

import Testing

@testable import WorkbookKit

struct ParityTests {
  private static let fields: KeyValuePairs<String, String> = [
    "Content-Type": "text/plain", "Set-Cookie": "a=1", "Set-Cookie": "b=2",
    "Date": "Sat, 21 Nov 2026 08:49:37 GMT",
  ]
  private static let left = answer(200, fields, "Hello, Rahul")

  @Test func anAnswerIsIdenticalToItself() {
    #expect(wireDifferences(Self.left, Self.left) == [])
  }

  /// Each change makes the right answer differ from the left one in nothing else.
  private typealias Change = @Sendable (inout WireResponse) -> Void

  private static let differences: [(change: Change, expected: WireDifference)] = [
    ({ $0.version = "1.0" }, .init(subject: "version", left: "HTTP/1.1", right: "HTTP/1.0")),
    ({ $0.status = 201 }, .init(subject: "status", left: "200 OK", right: "201 OK")),
    ({ $0.reason = "Okay" }, .init(subject: "status", left: "200 OK", right: "200 Okay")),
    ({ $0.interim = [100] }, .init(subject: "interim answers", left: "[]", right: "[100]")),
    (
      { $0.fields[0].value = "text/html" },
      .init(
        subject: "header Content-Type", left: #"Content-Type: "text/plain""#,
        right: #"Content-Type: "text/html""#)
    ),
    (
      { $0.fields[0].name = "content-type" },
      .init(
        subject: "header Content-Type", left: #"Content-Type: "text/plain""#,
        right: #"content-type: "text/plain""#)
    ),
    (
      { $0.fields[0].value = "text/plain " },
      .init(
        subject: "header Content-Type", left: #"Content-Type: "text/plain""#,
        right: #"Content-Type: "text/plain ""#)
    ),
    (
      { $0.fields.remove(at: 0) },
      .init(subject: "header Content-Type", left: #"Content-Type: "text/plain""#, right: "absent")
    ),
    (
      { $0.fields.append(.init(name: "X-Powered-By", value: "")) },
      .init(subject: "header X-Powered-By", left: "absent", right: #"X-Powered-By: """#)
    ),
    (
      { $0.fields.swapAt(1, 2) },
      .init(
        subject: "header Set-Cookie", left: #"Set-Cookie: "a=1", Set-Cookie: "b=2""#,
        right: #"Set-Cookie: "b=2", Set-Cookie: "a=1""#)
    ),
    (
      { $0.fields.remove(at: 2) },
      .init(
        subject: "header Set-Cookie", left: #"Set-Cookie: "a=1", Set-Cookie: "b=2""#,
        right: #"Set-Cookie: "a=1""#)
    ),
    ({ $0.framing = .chunked }, .init(subject: "framing", left: "length(12)", right: "chunked")),
    ({ $0.framing = .none }, .init(subject: "framing", left: "length(12)", right: "none")),
    (
      { $0.body = Array("Hello, Priya".utf8) },
      .init(
        subject: "body at byte 7", left: #"12 bytes, from byte 0: "Hello, Rahul""#,
        right: #"12 bytes, from byte 0: "Hello, Priya""#)
    ),
    (
      { $0.body.append(10) },
      .init(
        subject: "body at byte 12", left: #"12 bytes, from byte 0: "Hello, Rahul""#,
        right: #"13 bytes, from byte 0: "Hello, Rahul\n""#)
    ),
    (
      { $0.body = [] },
      .init(
        subject: "body at byte 0", left: #"12 bytes, from byte 0: "Hello, Rahul""#,
        right: #"0 bytes, from byte 0: """#)
    ),
    ({ $0.fate = .closed }, .init(subject: "connection", left: "kept", right: "closed")),
  ]

  @Test(arguments: differences.indices) func eachKindOfDifferenceIsTold(_ index: Int) {
    let (change, expected) = Self.differences[index]
    var right = Self.left
    change(&right)
    let differences = wireDifferences(Self.left, right)
    #expect(differences.map(\.description) == [expected.description])
    let mirrored = wireDifferences(right, Self.left).map { [$0.left, $0.right] }
    #expect(mirrored == [[expected.right, expected.left]])
  }

  private static let identical: [(words: String, change: Change)] = [
    ("another date", { $0.fields[3].value = "Sat, 21 Nov 2026 08:49:38 GMT" }),
    ("no date", { $0.fields.remove(at: 3) }),
    ("names in another order", { $0.fields.swapAt(0, 3) }),
    ("one name's fields apart", { $0.fields.swapAt(0, 1) }),
    ("another duration", { $0.duration = .seconds(1) }),
  ]

  @Test(arguments: identical.indices) func whatMayDifferDoesNotCount(_ index: Int) {
    let (words, change) = Self.identical[index]
    var right = Self.left
    change(&right)
    #expect(wireDifferences(Self.left, right) == [], "\(words)")
  }

  @Test func allDifferencesAreToldInOrder() {
    let right = answer(404, ["X-Name": "Priya"], "Hello")
    #expect(
      wireDifferences(Self.left, right).map(\.description) == [
        "status: 200 OK and 404 OK",
        #"header Content-Type: Content-Type: "text/plain" and absent"#,
        #"header Set-Cookie: Set-Cookie: "a=1", Set-Cookie: "b=2" and absent"#,
        #"header X-Name: absent and X-Name: "Priya""#,
        "framing: length(12) and length(5)",
        #"body at byte 5: 12 bytes, from byte 0: "Hello, Rahul" and 5 bytes, from byte 0: "Hello""#,
      ])
  }

  @Test func aLongBodyIsShownFromShortlyBeforeTheDifference() {
    var (left, right) = (answer(), answer())
    left.body = Array(String(repeating: "a", count: 1_000).utf8)
    right.body = left.body
    right.body[500] = 0
    let difference = wireDifferences(left, right).first
    #expect(difference?.subject == "body at byte 500")
    #expect(
      difference?.left
        == "1000 bytes, from byte 480: \"\(String(repeating: "a", count: 120))\" and 400 bytes more"
    )
    #expect(
      difference?.right.hasPrefix(#"1000 bytes, from byte 480: "aaaaaaaaaaaaaaaaaaaa\0aaa"#) == true
    )
  }

  /// Swift calls a letter with its accent and the same letter as one scalar equal; on the wire they are other bytes.
  @Test func valuesThatLookAlikeDiffer() {
    let left = answer(200, ["X-Name": "Ren\u{e9}"])
    let right = answer(200, ["X-Name": "Rene\u{301}"])
    #expect(wireDifferences(left, right).map(\.subject) == ["header X-Name"])
  }

  /// How much of the left text stands before the first letter that differs.
  @Test func whereTextsDifferFirstIsTold() {
    var right = Self.left
    right.body = Array("Hello, Priya".utf8)
    #expect(
      wireDifferences(Self.left, right).map(\.firstDifference)
        == [#"12 bytes, from byte 0: "Hello, "#.count])
    right = Self.left
    right.reason = "Okay"
    #expect(wireDifferences(Self.left, right).map(\.firstDifference) == ["200 O".count])
    right = Self.left
    right.fields.removeAll { $0.name == "Content-Type" }
    #expect(wireDifferences(Self.left, right).map(\.firstDifference) == [nil])
  }
}
