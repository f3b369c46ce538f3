// What the parsers have in common, over real sockets: limits, compression, the hook that looks at the bytes first.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct BodyReaderTests {
  private let isText = "Content-Type: text/plain"

  /// An app that says what it read, and of what is refused the status and the code.
  private func app(_ readers: Middleware...) -> App {
    let app = App()
    for reader in readers { app.use(reader) }
    app.all("/json") {
      $1.send(try $0.body(as: [Int].self).map(String.init).joined(separator: " "))
    }
    app.all("/text") { $1.send(try $0.bodyText) }
    app.all("/length") { $1.send("\(try $0.bodyText.utf8.count)") }
    app.all("/bytes") { $1.send(try $0.bodyBytes.map(String.init).joined(separator: " ")) }
    app.onError { error, _, response in
      let error = HTTPError(error)
      response.status(error.status).send("\(error.code ?? "none"): \(error.message)")
    }
    return app
  }

  private func post(
    _ app: App, _ path: String, _ fields: [String], _ body: [UInt8]
  ) async throws -> String {
    var text = ""
    try await app.served { client in
      let length =
        fields.contains { $0.hasPrefix("Content-Length") || $0.hasPrefix("Transfer") }
        ? [] : ["Content-Length: \(body.count)"]
      let head = ["POST \(path) HTTP/1.1", "Host: test", "Connection: close"] + fields + length
      let socket = try await Socket.connect(host: "127.0.0.1", port: client.port)
      try await socket.write(Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body)
      var bytes: [UInt8] = []
      while let chunk = try await socket.read() { bytes += chunk }
      socket.close()
      let answer = try #require(Answer(String(decoding: bytes, as: UTF8.self)))
      text = "\(answer.status) \(answer.body)"
    }
    return text
  }

  private func compressed(_ text: String, _ format: CompressionFormat) -> [UInt8] {
    Deflater.deflate(Array(text.utf8), as: format)
  }

  // MARK: Compression

  @Test(arguments: [
    ("gzip", CompressionFormat.gzip), ("GZIP", .gzip), ("x-gzip", .gzip), ("deflate", .deflate),
    ("deflate", .raw),
  ])
  func inflates(encoding: String, format: CompressionFormat) async throws {
    let body = compressed("[1,2,3]", format)
    let type = "Content-Type: application/json"
    let fields = [type, "Content-Encoding: \(encoding)"]
    #expect(try await post(app(json()), "/json", fields, body) == "200 1 2 3")
    #expect(
      try await post(app(json(inflate: false)), "/json", fields, body)
        == "415 encoding.unsupported: content encoding \"\(encoding)\" is not supported")
  }

  @Test(arguments: ["br", "zstd", "gzip, gzip", "compress"])
  func `unknown encodings are 415`(encoding: String) async throws {
    let fields = [isText, "Content-Encoding: \(encoding)"]
    #expect(
      try await post(app(text()), "/text", fields, [1])
        == "415 encoding.unsupported: content encoding \"\(encoding)\" is not supported")
  }

  @Test func `the limit counts inflated bytes, so a bomb stops there`() async throws {
    let app = app(text(limit: 1_000))
    let fields = [isText, "Content-Encoding: gzip"]
    let right = compressed(String(repeating: "a", count: 1_000), .gzip)
    #expect(try await post(app, "/length", fields, right) == "200 1000")
    for size in [1_001, 10_000_000] {
      let bomb = compressed(String(repeating: "a", count: size), .gzip)
      #expect(
        try await post(app, "/length", fields, bomb)
          == "413 entity.too.large: the body is larger than 1000 bytes")
    }
  }

  @Test func `bytes that inflate to nothing are counted too`() async throws {
    // Blocks of no bytes that are not the last one.
    let empty = (0..<2_000).flatMap { _ in [0, 0, 0, 0xFF, 0xFF] as [UInt8] }
    #expect(
      try await post(
        app(text(limit: 1_000)), "/length", [isText, "Content-Encoding: deflate"], empty)
        == "413 entity.too.large: the body is larger than 1000 bytes")
  }

  @Test func `what cannot be inflated is 400`() async throws {
    let whole = compressed("hello", .gzip)
    let rows: [(bytes: [UInt8], reason: String)] = [
      (Array("hello".utf8), "the compressed data is corrupt near byte 2: incorrect header check"),
      (
        whole.dropLast(3),
        "the compressed data is cut short: it goes on after byte \(whole.count - 3)"
      ),
      (
        whole + [1],
        "the compressed data ends at byte \(whole.count), but more bytes follow"
      ),
    ]
    for row in rows {
      let fields = [isText, "Content-Encoding: gzip"]
      #expect(
        try await post(app(text()), "/text", fields, row.bytes)
          == "400 encoding.invalid: the body cannot be inflated: \(row.reason)")
    }
  }

  // MARK: Who reads what

  @Test func `each takes its type`() async throws {
    let app = app(json(), urlencoded(), text(type: "text/*"), raw(type: ["image/*", "zip"]))
    let rows: [(path: String, type: String, body: String, answer: String)] = [
      ("/json", "application/json", "[1]", "200 1"), ("/text", "text/csv", "a,b", "200 a,b"),
      ("/text", "text/plain; charset=iso-8859-1", "a", "200 a"),
      ("/bytes", "image/png", "AB", "200 65 66"), ("/bytes", "application/zip", "", "200 "),
      ("/text", "text/plain", "", "200 "),
      (
        "/text", "application/json", "[1]",
        "415 type.unsupported: expected a body of type text/*, found application/json"
      ),
      (
        "/bytes", "video/mp4", "x",
        "415 type.unsupported: expected a body of type image/* or application/zip, found video/mp4"
      ),
      (
        "/json", "video/mp4", "x",
        "415 type.unsupported: expected a body of type application/json or "
          + "application/x-www-form-urlencoded, found video/mp4"
      ),
      (
        "/text", "text/plain; charset=koi8-r", "x",
        "415 charset.unsupported: charset \"koi8-r\" is not supported; use UTF-8"
      ),
    ]
    for row in rows {
      let answer = try await post(
        app, row.path, ["Content-Type: \(row.type)"], Array(row.body.utf8))
      #expect(answer == row.answer)
    }
  }

  @Test func `text that is none of its charset is 400`() async throws {
    for (charset, name) in [("utf-8", "UTF-8"), ("us-ascii", "US-ASCII")] {
      let fields = ["Content-Type: text/plain; charset=\(charset)"]
      #expect(
        try await post(app(text()), "/text", fields, [0xFF])
          == "400 entity.parse.failed: the body is no \(name)")
    }
    let utf16 = ["Content-Type: text/plain; charset=UTF-16"]
    #expect(try await post(app(text()), "/text", utf16, [0xFE, 0xFF, 0, 0x41]) == "200 A")
  }

  @Test func `a client that stops in the middle is 400, if it still listens`() async throws {
    let fields = [isText, "Transfer-Encoding: chunked"]
    let broken = try await post(app(text()), "/text", fields, Array("5\r\nhelloX".utf8))
    #expect(
      broken
        == "400 request.size.invalid: the body is malformed: a chunk is longer than its length")
  }

  // MARK: Looking at the bytes first

  @Test func `verify sees the inflated bytes, and may refuse them`() async throws {
    struct Wrong: Error {}
    var seen: [String] = []
    let verify: BodyVerifier = { request, bytes in
      seen.append("\(request.path) \(String(decoding: bytes, as: UTF8.self))")
      if bytes == Array("wrong".utf8) { throw Wrong() }
      if bytes == Array("unsigned".utf8) { throw HTTPError(401, "sign it") }
    }
    let app = app(text(verify: verify))
    let gzip = "Content-Encoding: gzip"
    #expect(
      try await post(app, "/text", [isText, gzip], compressed("right", .gzip)) == "200 right")
    #expect(
      try await post(app, "/text", [isText], Array("wrong".utf8))
        == "403 entity.verify.failed: the body was refused")
    #expect(
      try await post(app, "/text", [isText], Array("unsigned".utf8))
        == "401 entity.verify.failed: sign it")
    #expect(seen == ["/text right", "/text wrong", "/text unsigned"])
  }
}
