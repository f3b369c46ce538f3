// A client that does as little as can be, so that the server and not the client is busy: it knows how long an answer will be,
// because each is as long as the first one.

import Engine

/// One keep-alive connection to a server.
final class Visitor {
  let socket: Socket
  private var answerLength: Int?

  private init(_ socket: Socket) { self.socket = socket }

  struct NoAnswer: Error, CustomStringConvertible {
    var description: String
  }

  static func come(to server: BenchServer) async throws -> Visitor {
    Visitor(try await Socket.connect(host: "127.0.0.1", port: server.port))
  }

  /// So many visitors, each of whom has had an answer.
  static func come(_ count: Int, to server: BenchServer) async throws -> [Visitor] {
    var visitors: [Visitor] = []
    for _ in 0..<count {
      let visitor = try await come(to: server)
      try await visitor.ask("GET", "/")
      visitors.append(visitor)
    }
    return visitors
  }

  /// Sends a request and reads its answer; the same request every time.
  func ask(_ method: String, _ target: String, body: String = "") async throws {
    try await send(method, target, bodyLength: body.utf8.count, body)
    var count = 0
    var text = ""
    while count < answerLength ?? .max {
      guard let bytes = try await socket.read() else {
        throw NoAnswer(description: "\(method) \(target): the connection ended within its answer")
      }
      count += bytes.count
      guard answerLength == nil else { continue }
      text += String(decoding: bytes, as: UTF8.self)
      answerLength = try Self.length(ofAnswer: text)
    }
  }

  func send(_ method: String, _ target: String, bodyLength: Int, _ body: String = "") async throws {
    let length = bodyLength == 0 ? "" : "Content-Length: \(bodyLength)\r\n"
    try await socket.write(
      Array("\(method) \(target) HTTP/1.1\r\nHost: localhost\r\n\(length)\r\n\(body)".utf8))
  }

  /// How long the answer that begins with `text` is as a whole; nil while its head is not there yet.
  private static func length(ofAnswer text: String) throws -> Int? {
    guard let head = text.firstRange(of: "\r\n\r\n") else { return nil }
    guard let field = text.firstMatch(of: /Content-Length: (\d+)\r\n/), let body = Int(field.1)
    else { throw NoAnswer(description: "an answer without a length: \(text)") }
    return text[..<head.upperBound].utf8.count + body
  }

  func leave() { socket.close() }
}

/// Lets the next turns of the loop pass until a thousandth of a second is over.
func tick() async {
  await withCheckedContinuation { turn in setTimeout(.milliseconds(1)) { turn.resume() } }
}
