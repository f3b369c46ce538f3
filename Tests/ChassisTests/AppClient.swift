// What the tests of the app speak with: a real server on a free port, requests as text, answers taken apart.

import Testing

@testable import Chassis

/// An answer: its status, the fields that an app decides about, and its body.
struct Answer: Equatable, CustomStringConvertible {
  var status: Int
  var fields: [String]
  var body: String

  /// The answer in the form in which the tests write what they expect.
  var description: String { ([String(status)] + fields + [body]).joined(separator: " | ") }

  /// The value of a field.
  subscript(name: String) -> String? {
    let prefix = name.lowercased() + ": "
    return fields.first { $0.lowercased().hasPrefix(prefix) }.map {
      String($0.dropFirst(prefix.count))
    }
  }
}

@MainActor extension App {
  /// Serves the app while `body` runs.
  func served(_ body: @MainActor (Client) async throws -> Void) async throws {
    let server = HTTPServer { request, response in await self.handle(request, response) }
    try server.bind(port: 0)
    do { try await body(Client(port: server.port)) } catch {
      await server.close(deadline: .zero)
      throw error
    }
    await server.close(deadline: .zero)
  }

  /// The app's answer to one request: `GET /users`.
  func answer(_ line: String, _ fields: [String] = [], body: String = "") async throws -> Answer {
    var answer: Answer?
    try await served { answer = try await $0.request(line, fields, body: body) }
    return try #require(answer)
  }
}

@MainActor struct Client {
  let port: Int

  /// Sends one request on a connection of its own, and reads to the end.
  func request(_ line: String, _ fields: [String] = [], body: String = "") async throws -> Answer {
    var head = ["\(line) HTTP/1.1", "Host: test", "Connection: close"] + fields
    let announcesBody = fields.contains {
      $0.hasPrefix("Content-Length") || $0.hasPrefix("Transfer")
    }
    if !body.isEmpty, !announcesBody { head.append("Content-Length: \(body.utf8.count)") }
    let text = try await exchange(head.joined(separator: "\r\n") + "\r\n\r\n" + body)
    return try #require(Answer(text), "no answer: \(text)")
  }

  /// Sends text as it is; gives all that came back.
  func exchange(_ text: String) async throws -> String {
    let socket = try await Socket.connect(host: "127.0.0.1", port: port)
    try await socket.write(Array(text.utf8))
    var bytes: [UInt8] = []
    while let chunk = try await socket.read() { bytes += chunk }
    socket.close()
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Answer {
  /// Leaves out what Engine adds to every answer.
  init?(_ text: String) {
    var lines = text.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
    guard
      let status = lines.removeFirst().split(separator: " ").dropFirst().first.flatMap({ Int($0) }),
      let end = lines.firstIndex(of: "")
    else { return nil }
    let ours = ["Date: ", "Connection: ", "Content-Length: ", "Transfer-Encoding: "]
    self.status = status
    fields = lines[..<end].filter { line in !ours.contains { line.hasPrefix($0) } }
    body = lines[(end + 1)...].joined(separator: "\r\n")
  }
}

/// Collects what an app writes to its log.
@MainActor final class LogLines {
  private(set) var lines: [String] = []
  func collect(from app: App) { app.log = { self.lines.append($0) } }
}
