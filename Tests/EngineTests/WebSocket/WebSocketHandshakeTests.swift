import TestSupport
import Testing

@testable import Engine

/// Opening a WebSocket: the answer to every kind of request, whole; and what a client makes of every kind of answer.
@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct WebSocketHandshakeTests {
  private nonisolated static let kept = "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n"
  private nonisolated static let plain =
    "Content-Type: text/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\n"
  private nonisolated static let spoken =
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
  private nonisolated static let switched =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"

  /// The answer to the request of the standard with one thing changed in it.
  private func answer(
    _ replaced: String, _ replacement: String, protocols: [String] = [],
    origins: WebSocketOrigins = .same
  ) async throws -> String {
    let handler: Handler = { request, response in
      _ = try response.acceptWebSocket(request, protocols: protocols, origins: origins)
    }
    let request = RawWebSocket.request.replacing(replaced, with: replacement)
    var answer = ""
    try await withServer(handler) { server in
      answer = try await WireClient.exchange(request, with: server)
    }
    return answer
  }

  @Test(arguments: [
    ("", ""), ("Upgrade: websocket", "Upgrade: h2c, WebSocket"),
    ("Connection: Upgrade", "Connection: keep-alive, upgrade"),
    ("Host: a", "Host: a\r\nOrigin: http://a"), ("Host: a", "Host: a\r\nOrigin: https://A"),
    ("Host: a", "Host: a:443\r\nOrigin: https://a"),
    ("Host: a", "Host: a:3000\r\nOrigin: http://a:3000"),
    ("Host: a", "Host: a\r\nSec-WebSocket-Protocol: chat"),
    ("Host: a", "Host: a\r\nSec-WebSocket-Extensions: permessage-deflate"),
    ("Host: a", "Host: a\r\nContent-Length: 0"),
  ]) func opens(_ replaced: String, _ replacement: String) async throws {
    let goodbye = "\u{FFFD}\u{2}\u{3}\u{FFFD}"
    #expect(try await answer(replaced, replacement) == "\(Self.switched)\r\n\(goodbye)")
  }

  /// The client's first that the server speaks.
  @Test(
    arguments: [
      ("chat", "chat"), ("other, chat", "chat"), ("superchat, chat", "superchat"),
      ("chat, superchat", "chat"), ("a\r\nSec-WebSocket-Protocol: superchat", "superchat"),
      ("CHAT", nil), ("other", nil), ("", nil),
    ] as [(String, String?)]) func choosesASubprotocol(_ offered: String, _ chosen: String?)
    async throws
  {
    let answer = try await answer(
      "Host: a", "Host: a\r\nSec-WebSocket-Protocol: \(offered)", protocols: ["superchat", "chat"])
    let field = chosen.map { "Sec-WebSocket-Protocol: \($0)\r\n" } ?? ""
    #expect(answer.hasPrefix("\(Self.switched)\(field)\r\n"))
  }

  private nonisolated static let asHow =
    "Upgrade Required: this address speaks WebSocket: ask with Upgrade: websocket and Connection: Upgrade"
  private nonisolated static let badKey =
    "Bad Request: Sec-WebSocket-Key must be the base64 of 16 bytes, once"

  @Test(arguments: [
    (
      "GET", "POST", "405 Method Not Allowed", "Allow: GET\r\n",
      "Method Not Allowed: a WebSocket is opened by GET, not by POST"
    ),
    ("Upgrade: websocket\r\n", "", "426 Upgrade Required", spoken, asHow),
    ("Upgrade: websocket", "Upgrade: h2c", "426 Upgrade Required", spoken, asHow),
    ("Connection: Upgrade", "Connection: keep-alive", "426 Upgrade Required", spoken, asHow),
    ("HTTP/1.1", "HTTP/1.0", "426 Upgrade Required", spoken, asHow),
    (
      "Version: 13", "Version: 8", "426 Upgrade Required", spoken,
      "Upgrade Required: only version 13 of WebSocket is spoken here"
    ),
    (
      "Sec-WebSocket-Version: 13\r\n", "", "426 Upgrade Required", spoken,
      "Upgrade Required: only version 13 of WebSocket is spoken here"
    ),
    ("Key: dGhlIHNhbXBsZSBub25jZQ==", "Key: dGhlIHNhbXBsZSBub25j", "400 Bad Request", "", badKey),
    (
      "Key: dGhlIHNhbXBsZSBub25jZQ==", "Key: dGhlIHNhbXBsZSBub25jZQAA", "400 Bad Request", "",
      badKey
    ),
    (
      "Key: dGhlIHNhbXBsZSBub25jZQ==", "Key: dGhlIHNhbXBsZSBub25jZ*==", "400 Bad Request", "",
      badKey
    ),
    ("Key: dGhlIHNhbXBsZSBub25jZQ==", "Key: ", "400 Bad Request", "", badKey),
    ("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "", "400 Bad Request", "", badKey),
    (
      "Host: a", "Host: a\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "400 Bad Request", "",
      badKey
    ),
    (
      "Host: a", "Host: a\r\nOrigin: http://b", "403 Forbidden", "",
      "Forbidden: pages of http://b may not open a WebSocket here"
    ),
    (
      "Host: a", "Host: a\r\nOrigin: http://a:3000", "403 Forbidden", "",
      "Forbidden: pages of http://a:3000 may not open a WebSocket here"
    ),
    (
      "Host: a", "Host: a\r\nOrigin: null", "403 Forbidden", "",
      "Forbidden: pages of null may not open a WebSocket here"
    ),
    (
      "Host: a", "Host: a\r\nContent-Length: 2", "400 Bad Request", "",
      "Bad Request: the request's body must be read before the protocol changes"
    ),
  ]) func refuses(
    _ replaced: String, _ replacement: String, _ status: String, _ fields: String, _ text: String
  ) async throws {
    let answer = try await answer(replaced, replacement)
    let kept = fields.contains("Connection") ? "" : Self.kept
    let expected = "HTTP/1.1 \(status)\r\n\(fields)\(Self.plain)\(kept)"
    #expect(
      answer.replacing("Connection: close\r\n", with: "")
        == "\(expected)Content-Length: \(text.utf8.count)\r\n\r\n\(text)")
  }

  @Test(
    arguments: [
      (WebSocketOrigins.only(["https://example.com"]), "https://example.com", true),
      (.only(["https://example.com"]), "https://EXAMPLE.com", true),
      (.only(["https://example.com"]), "http://example.com", false),
      (.only(["https://example.com"]), "https://example.com.evil.org", false),
      (.only([]), nil, true), (.only([]), "http://a", false), (.any, "http://b", true),
      (.same, nil, true), (.same, "http://a.evil.org", false), (.same, "ftp://a", false),
    ] as [(WebSocketOrigins, String?, Bool)]) func looksAtTheOrigin(
      _ origins: WebSocketOrigins, _ origin: String?, _ isAllowed: Bool
    ) async throws
  {
    let field = origin.map { "\r\nOrigin: \($0)" } ?? ""
    let answer = try await answer("Host: a", "Host: a\(field)", origins: origins)
    #expect(answer.hasPrefix(isAllowed ? "HTTP/1.1 101 " : "HTTP/1.1 403 "))
  }

  // MARK: The client

  @Test func bothAgreeOnASubprotocol() async throws {
    let handler: Handler = { request, response in
      let webSocket = try response.acceptWebSocket(request, protocols: ["chat"])
      try await webSocket.send("\(webSocket.subprotocol ?? "none") for \(request.url)")
      #expect(try await webSocket.receive() == nil)
    }
    try await withServer(handler) { server in
      let address = "ws://127.0.0.1:\(server.port)?room=1"
      let client = try await WebSocket.connect(address, protocols: ["other", "chat"])
      #expect(client.subprotocol == "chat")
      #expect(try await client.receive() == .text("chat for /?room=1"))
      await client.close()
      let plain = try await WebSocket.connect(address)
      #expect(plain.subprotocol == nil)
      #expect(try await plain.receive() == .text("none for /?room=1"))
      await plain.close()
    }
  }

  /// What a server may answer instead of the right thing; `KEY` stands for the right accept value.
  @Test(arguments: [
    ("HTTP/1.1 404 Not Found\r\n\r\n", WebSocketError.refused(status: 404, reason: "Not Found")),
    ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", .refused(status: 200, reason: "OK")),
    (
      "HTTP/1.1 101 X\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: KEY\r\n\r\n",
      .refused(
        status: 101,
        reason: "the answer does not say Upgrade: websocket and Connection: Upgrade")
    ),
    (
      "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: KEY\r\n\r\n",
      .refused(
        status: 101,
        reason: "the answer does not say Upgrade: websocket and Connection: Upgrade")
    ),
    (
      "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
      .refused(status: 101, reason: "Sec-WebSocket-Accept does not fit the key")
    ),
    (
      "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n",
      .refused(status: 101, reason: "Sec-WebSocket-Accept does not fit the key")
    ),
    (
      "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: KEY\r\n"
        + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n",
      .refused(status: 101, reason: "the server chose an extension that nobody offered")
    ),
    (
      "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: KEY\r\n"
        + "Sec-WebSocket-Protocol: chat\r\n\r\n",
      .refused(status: 101, reason: "the server chose a subprotocol that nobody offered: chat")
    ),
    (
      "nonsense\r\n\r\n",
      .refused(status: 0, reason: "the answer is no HTTP: not a status line (byte 0)")
    ),
    ("HTTP/1.1 101 Switch", .lost), ("", .lost),
  ]) func aClientChecksTheAnswer(_ answer: String, _ error: WebSocketError) async throws {
    let listener = try Listener(host: "127.0.0.1", port: 0)
    listener.onConnection { socket in
      Task {
        var request = ""
        while !request.hasSuffix("\r\n\r\n"), let bytes = try await socket.read() {
          request += String(decoding: bytes, as: UTF8.self)
        }
        let line = request.split(separator: "\r\n").first { $0.hasPrefix("Sec-WebSocket-Key: ") }
        let key = String(line?.dropFirst("Sec-WebSocket-Key: ".count) ?? "")
        let accept = WebSocketHandshake.accept(key)
        try await socket.write(Array(answer.replacing("KEY", with: accept).utf8))
        socket.end()
        while try await socket.read() != nil {}
        socket.close()
      }
    }
    await #expect(throws: error) {
      try await WebSocket.connect("ws://127.0.0.1:\(listener.address.port)/")
    }
    listener.close()
  }

  @Test(arguments: ["", "HTTP/1.1 101 Switch"])
  func aServerThatBreaksTheConnectionIsLost(_ answer: String) async throws {
    let listener = try Listener(host: "127.0.0.1", port: 0)
    listener.onConnection { socket in
      Task {
        _ = try await socket.read()
        try await socket.write(Array(answer.utf8))
        socket.reset()
      }
    }
    for _ in 0..<20 {
      await #expect(throws: WebSocketError.lost) {
        try await WebSocket.connect("ws://127.0.0.1:\(listener.address.port)/")
      }
    }
    listener.close()
  }

  @Test func messagesRightBehindTheAnswerAreNotLost() async throws {
    let handler: Handler = { request, response in
      let accept = WebSocketHandshake.accept(request.headers["Sec-WebSocket-Key"] ?? "")
      let connection = try response.upgrade(
        request, to: "websocket", ["Sec-WebSocket-Accept": accept])
      try await connection.write(WebSocketFrame.bytes(.text, Array("early".utf8)))
      while try await connection.read() != nil {}
    }
    try await withServer(handler) { server in
      let client = try await WebSocket.connect("ws://127.0.0.1:\(server.port)/")
      #expect(try await client.receive() == .text("early"))
      client.socket.close()
    }
  }

  @Test func anIllegalFieldIsNotSent() async throws {
    await #expect(throws: IllegalHeader(name: "Cookie", reason: .value(offset: 3))) {
      try await WebSocket.connect("ws://127.0.0.1:1/", headers: ["Cookie": "a=1\r\nX: 2"])
    }
  }

  @Test func aServerThatSaysNothingIsNotAwaitedForEver() async throws {
    let listener = try Listener(host: "127.0.0.1", port: 0)
    var silent: [Socket] = []
    listener.onConnection { silent.append($0) }
    await #expect(throws: WebSocketError.silent) {
      try await WebSocket.connect(
        "ws://127.0.0.1:\(listener.address.port)/", timeout: .milliseconds(200))
    }
    listener.close()
    for socket in silent { socket.close() }
  }
}
