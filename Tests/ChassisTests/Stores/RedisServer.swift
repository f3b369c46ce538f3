// A real redis-server for the tests, where one is installed: on a Unix socket in a folder of its own, ended afterwards.

import Engine
import Foundation
import Testing

@testable import Chassis

@MainActor struct RedisServer {
  /// Where the program is; nil where it is not installed (Debian: `apt-get install redis-server`).
  nonisolated static let program: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return (folders + ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"]).map {
      "\($0)/redis-server"
    }
    .first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  nonisolated static let absence: Comment =
    "redis-server is not installed (Debian: apt-get install redis-server)"

  let path: String
  let child: ChildProcess
  let alarm: Engine.Timer

  var url: String { "unix://\(path)" }

  /// Runs `body` with a server that has further settings, and ends it.
  static func running(
    _ settings: [String] = [], _ body: @MainActor (RedisServer) async throws -> Void
  ) async throws {
    try await inStoreFolder { folder in
      let server = try await start(in: folder, settings)
      do { try await body(server) } catch {
        await server.end()
        throw error
      }
      await server.end()
    }
  }

  /// Starts a server, and returns when it takes connections.
  static func start(in folder: String, _ settings: [String] = []) async throws -> RedisServer {
    let path = "\(folder)/redis.sock"
    let child = try ChildProcess.spawn(
      try #require(program),
      [
        "--port", "0", "--unixsocket", path, "--dir", folder, "--save", "", "--appendonly", "no",
        "--databases", "4",
      ] + settings, output: .pipe)
    // Whatever happens, it does not stay behind.
    let alarm = setTimeout(.seconds(60)) { child.kill(9) }
    var words = ""
    while !words.contains("eady to accept connections") {
      let more = try await child.output?.next()
      words += String(
        decoding: try #require(more, "redis-server ended instead of listening: \(words)"),
        as: UTF8.self)
    }
    return RedisServer(path: path, child: child, alarm: alarm)
  }

  /// Kills it, as a computer that fails would.
  func end() async {
    alarm.cancel()
    child.kill(9)
    _ = await child.wait()
  }
}

/// Calls `body` with the path of an empty folder of its own, and removes it with all that is in it then.
@MainActor func inStoreFolder(_ body: @MainActor (String) async throws -> Void) async throws {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("store-\(UUID().uuidString)").resolvingSymlinksInPath().path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try await body(folder)
}
