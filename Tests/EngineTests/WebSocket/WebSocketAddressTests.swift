import Testing

@testable import Engine

struct WebSocketAddressTests {
  @Test(arguments: [
    ("ws://localhost", "localhost", 80, "/", "localhost"),
    ("ws://127.0.0.1:3000/chat", "127.0.0.1", 3000, "/chat", "127.0.0.1:3000"),
    ("WS://a/b/c?d=e&f", "a", 80, "/b/c?d=e&f", "a"),
    ("ws://a:81?room=1", "a", 81, "/?room=1", "a:81"),
    ("ws://[::1]:3000/", "::1", 3000, "/", "[::1]:3000"), ("ws://[::1]", "::1", 80, "/", "[::1]"),
  ]) func understands(
    _ text: String, _ host: String, _ port: Int, _ target: String, _ authority: String
  ) throws {
    let address = try WebSocketAddress(text)
    #expect(address.host == host)
    #expect(address.port == port)
    #expect(address.target == target)
    #expect(address.authority == authority)
  }

  @Test(arguments: [
    "", "ws:", "ws://", "ws:///chat", "localhost", "ws://a:", "ws://a:x", "ws://a:70000",
    "ws://a:-1", "ws://a:+80", "ws://a:0", "ws://a:1:2", "ws://user@a", "ws://a/#part", "ws://a/ b",
    "ws://a/ü", "ws://[::1",
    "ws://[::1]x", "ws://a b/", "ws://a/\r\nX: 1",
  ]) func refuses(_ text: String) {
    #expect(
      throws: WebSocketError.badAddress(
        "\"\(text)\" is no address of a WebSocket: ws://host:port/path")
    ) { try WebSocketAddress(text) }
  }

  @Test(arguments: [
    ("wss://a/", "there is no TLS here"), ("http://a/", "the scheme must be ws"),
  ]) func saysWhatItCannotDo(_ text: String, _ why: String) {
    #expect(throws: WebSocketError.badAddress("\"\(text)\" cannot be connected to: \(why)")) {
      try WebSocketAddress(text)
    }
  }
}
