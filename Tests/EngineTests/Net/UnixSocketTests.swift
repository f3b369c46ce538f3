// Unix sockets, and IPv6 beside IPv4.

import Foundation
import TestSupport
import Testing

@testable import Engine

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct UnixSocketTests {
  private let request = Array("GET /who HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".utf8)

  private func inFolder(_ body: (String) async throws -> Void) async throws {
    let folder = "\(NSTemporaryDirectory())/\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
  }

  private func server() -> HTTPServer {
    HTTPServer { request, response in response.end("from \(request.remoteAddress ?? "nobody")") }
  }

  private func ask(_ socket: Socket) async throws -> String {
    try await socket.write(request)
    let answer = try await WireClient(socket: socket).readAll()
    socket.close()
    return String(answer.split(separator: "\r\n\r\n").last ?? "")
  }

  @Test func servesOverAFile() async throws {
    try await inFolder { folder in
      let path = "\(folder)/app.sock"
      let server = server()
      try server.bind(path: path)
      #expect(try await ask(try await Socket.connect(path: path)) == "from ")
      #expect(server.port == 0)
      await server.close(deadline: .zero)
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }

  @Test func replacesAFileThatWasLeftBehind() async throws {
    try await inFolder { folder in
      let path = "\(folder)/app.sock"
      let first = try Listener(path: path)
      closeDescriptor(first.descriptor)  // As a program that was killed leaves it.
      let second = server()
      try second.bind(path: path)
      #expect(try await ask(try await Socket.connect(path: path)) == "from ")
      await second.close(deadline: .zero)
    }
  }

  @Test func saysWhyItCannotListen() async throws {
    try await inFolder { folder in
      let path = "\(folder)/app.sock"
      let first = server()
      try first.bind(path: path)
      let long = "/" + String(repeating: "a", count: 200)
      try "notes".write(toFile: "\(folder)/notes", atomically: true, encoding: .utf8)
      for (path, expected) in [
        (path, "\(path) is in use: stop the program that listens there, or choose another path"),
        (
          "\(folder)/notes",
          "\(folder)/notes is in use: stop the program that listens there, or choose another path"
        ),
        (
          "/none/such/app.sock",
          "cannot listen on /none/such/app.sock: ENOENT: no such file or directory, bind"
        ),
        (
          long,
          "cannot listen on \"\(long)\": the path of a socket has 1 to \(SocketAddress.longestPath) bytes"
        ),
        (
          "",
          "cannot listen on \"\": the path of a socket has 1 to \(SocketAddress.longestPath) bytes"
        ),
      ] {
        #expect {
          try server().bind(path: path)
        } throws: { "\($0)" == expected }
      }
      #expect(try String(contentsOfFile: "\(folder)/notes", encoding: .utf8) == "notes")
      await first.close(deadline: .zero)
    }
  }

  @Test func saysWhyItCannotConnect() async throws {
    try await inFolder { folder in
      let leftBehind = try Listener(path: "\(folder)/left")
      closeDescriptor(leftBehind.descriptor)  // As a program that was killed leaves it.
      for (path, code) in [
        ("\(folder)/none", "ENOENT"), (String(repeating: "a", count: 200), "ENAMETOOLONG"),
        ("", "ENAMETOOLONG"), ("\(folder)/left", "ECONNREFUSED"),
      ] {
        let error = await #expect(throws: SystemError.self) {
          _ = try await Socket.connect(path: path)
        }
        #expect(error?.call == "connect")
        #expect(error?.code == code)
      }
    }
  }

  @Test func pathsHaveALength() {
    let longest = String(repeating: "a", count: SocketAddress.longestPath)
    #expect(SocketAddress(path: longest)?.description == longest)
    for path in [longest + "a", "", "a\0b"] { #expect(SocketAddress(path: path) == nil) }
  }

  @Test(arguments: [("127.0.0.1", "127.0.0.1:3000"), ("::1", "[::1]:3000"), ("::", "[::]:3000")])
  func addressesAreWrittenAsPeopleWriteThem(_ host: String, _ text: String) throws {
    #expect(try SocketAddress.resolve(host, port: 3000).map(\.description) == [text])
  }

  @Test(arguments: [("127.0.0.1", "127.0.0.1"), ("::1", "::1")])
  func servesBothKindsOfNumbers(_ host: String, _ client: String) async throws {
    let server = server()
    do { try server.bind(port: 0, host: host) } catch {
      // A machine without IPv6 has no such address.
      #expect(host == "::1" && "\(error)".contains("not an address of this machine"))
      return
    }
    let socket = try await Socket.connect(host: host, port: server.port)
    #expect(try await ask(socket) == "from \(client)")
    await server.close(deadline: .zero)
  }
}
