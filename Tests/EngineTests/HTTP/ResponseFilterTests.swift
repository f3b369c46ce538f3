// Answers whose bytes are changed on their way: whole ones, streams, files.

import Foundation
import TestSupport
import Testing

@testable import Engine

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ResponseFilterTests {
  /// Capital letters, and a point at the end.
  private static let shout: BodyFilter = { bytes, isLast in
    Array(String(decoding: bytes, as: UTF8.self).uppercased().utf8) + (isLast ? [46] : [])
  }

  /// The answer to a request, where the filter is set for what is not whole, and `!` replaces what is.
  private func answer(
    _ method: String = "GET", seen: @escaping @MainActor (Int?) -> Void = { _ in },
    _ body: @escaping @MainActor (Response) async throws -> Void
  ) async throws -> String {
    let server = HTTPServer { request, response in
      try await response.hold {
        seen(response.expectedLength)
        if response.heldBody != nil {
          response.replaceHeldBody([33])
        } else {
          response.headers["Content-Length"] = nil
          response.filterBody(Self.shout)
        }
      } _: {
        try await body(response)
      }
    }
    let (ours, theirs) = try Socket.pair()
    server.serve(theirs)
    try await ours.write(
      Array("\(method) / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".utf8))
    var bytes: [UInt8] = []
    while let chunk = try await ours.read() { bytes += chunk }
    ours.close()
    let lines = String(decoding: bytes, as: UTF8.self).withoutDates.split(
      separator: "\r\n", omittingEmptySubsequences: false)
    return lines.joined(separator: "|")
  }

  private let head = "HTTP/1.1 200 OK|Connection: close|"

  @Test func `a whole answer is replaced, its length with it`() async throws {
    var lengths: [Int?] = []
    let look: @MainActor (Int?) -> Void = { lengths.append($0) }
    let text = try await answer(seen: look) { $0.end("hello") }
    #expect(text == head + "Content-Length: 1||!")
    #expect(try await answer("HEAD") { $0.end("hello") } == head + "Content-Length: 1||")
    #expect(lengths == [5])
  }

  @Test func `the pieces of a stream pass through the filter`() async throws {
    var lengths: [Int?] = []
    let look: @MainActor (Int?) -> Void = { lengths.append($0) }
    let text = try await answer(seen: look) { response in
      response.headers["Content-Length"] = "7"
      try await response.write("one")
      try await response.write("two")
      response.end("x")
    }
    #expect(text == head + "Transfer-Encoding: chunked||3|ONE|3|TWO|2|X.|0||")
    #expect(lengths == [7])
  }

  @Test func `a file passes through the filter`() async throws {
    let path = "\(NSTemporaryDirectory())/filter-\(Hexadecimal.encode(randomBytes(8)))"
    try await writeFile(path, "a file")
    var lengths: [Int?] = []
    let send: @MainActor (Response) async throws -> Void = {
      try await $0.end(file: try await openFile(path), range: 2..<6)
    }
    let text = try await answer(seen: { lengths.append($0) }, send)
    let headOnly = try await answer("HEAD", send)
    try await removeFile(path)
    #expect(text == head + "Transfer-Encoding: chunked||4|FILE|1|.|0||")
    #expect(headOnly == head + "Transfer-Encoding: chunked||")
    #expect(lengths == [4])
  }

  @Test(arguments: [
    ("GET", 200, true), ("HEAD", 200, false), ("GET", 204, false), ("GET", 205, false),
    ("GET", 304, false), ("POST", 404, true),
  ])
  func `which answers have a body`(method: String, status: Int, expected: Bool) async throws {
    var sendsBody: Bool?
    _ = try await answer(method) { response in
      response.statusCode = status
      sendsBody = response.sendsBody
      response.end()
    }
    #expect(sendsBody == expected)
  }
}
