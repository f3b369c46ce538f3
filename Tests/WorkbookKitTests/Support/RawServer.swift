// Servers for the tests of the script runner: Engine's, where it answers as a server should, and one that sends exactly the
// bytes it is told, for all that Engine would never send.

import Engine
import Testing

@testable import WorkbookKit

/// Runs a script against a server of Engine's on a free port.
@MainActor func run(
  _ script: String, on handler: @escaping Handler
) async throws -> [EntryReport] {
  let server = HTTPServer(handler)
  try server.bind(port: 0, host: "127.0.0.1")
  let reports = try await run(script, port: server.port)
  await server.close(deadline: .zero)
  return reports
}

/// Runs a script against whatever listens on the port.
@MainActor func run(
  _ script: String, port: Int, timeLimit: Duration = .seconds(5)
) async throws -> [EntryReport] {
  let entries = try Script.parse(script, file: "users.hurl").entries
  let runner = ScriptRunner(port: port, folder: "/nowhere", seed: 1, timeLimit: timeLimit)
  let reports = await runner.run(entries)
  runner.close()
  return reports
}

/// Answers each request with the next of the answers that it was given, to the byte.
@MainActor final class RawServer {
  enum Ending { case keepsOpen, closes, resets }

  struct Answer {
    var text: String
    var ending: Ending

    init(_ text: String, _ ending: Ending = .closes) {
      self.text = text
      self.ending = ending
    }
  }

  /// How many connections came.
  private(set) var connections = 0
  private let listener: Listener
  private var answers: ArraySlice<Answer>

  var port: Int { listener.address.port }

  init(_ answers: [Answer]) throws {
    self.answers = answers[...]
    listener = try Listener(port: 0)
    listener.onConnection { socket in
      self.connections += 1
      Task { try await self.serve(socket) }
    }
  }

  func close() { listener.close() }

  private func serve(_ socket: Socket) async throws {
    var request = ""
    while let chunk = try await socket.read() {
      request += String(decoding: chunk, as: UTF8.self)
      guard request.hasSuffix("\r\n\r\n"), let answer = answers.popFirst() else { continue }
      request = ""
      try await socket.write(Array(answer.text.utf8))
      switch answer.ending {
      case .keepsOpen: continue
      case .closes: return socket.close()
      case .resets: return socket.reset()
      }
    }
    socket.close()
  }
}
