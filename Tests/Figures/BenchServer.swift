// The server that is measured, as a process of its own. Its program stands beside this one.

import Engine

/// A running `bench-server`.
final class BenchServer {
  /// Those that have not been ended yet.
  private static var running: [BenchServer] = []

  let process: ChildProcess
  private(set) var port = 0

  struct NotStarted: Error, CustomStringConvertible {
    var description: String
  }

  /// Starts one on a free port, by way of `wrapper` if there is one (`["valgrind"]`), and returns when it listens.
  ///
  /// Throws `SystemError` where the program cannot be started, `NotStarted` where it says no port.
  static func start(by wrapper: [String] = []) async throws -> BenchServer {
    let program = "\(Path.dirname(CommandLine.arguments[0]))/bench-server"
    guard (try? await fileStatus(program)) != nil else {
      throw NotStarted(
        description: "there is no \(program): swift build -c release --product bench-server")
    }
    let command = wrapper + [program]
    let process = try ChildProcess.spawn(
      command[0], Array(command[1...]), environment: environment.all.merging(["PORT": "0"]) { $1 },
      output: .pipe, errors: wrapper.isEmpty ? .inherit : .pipe, ownGroup: false)
    let server = BenchServer(process)
    running.append(server)
    server.port = try await server.portSaid()
    return server
  }

  private init(_ process: ChildProcess) { self.process = process }

  /// Its first line is `Listening on http://127.0.0.1:41001/`.
  private func portSaid() async throws -> Int {
    var text = ""
    while !text.hasSuffix("/\n"), let chunk = try await process.output?.next() {
      text += String(decoding: chunk, as: UTF8.self)
    }
    guard let word = text.split(separator: ":").last, let port = Int(word.dropLast(2)) else {
      throw NotStarted(description: "bench-server did not say where it listens: \(text)")
    }
    return port
  }

  /// Runs `body` with a server that has answered once, so that what every request needs is there, and ends it.
  static func run<Result>(_ body: @MainActor (BenchServer) async throws -> Result) async throws
    -> Result
  {
    let server = try await start()
    do {
      let visitor = try await Visitor.come(to: server)
      try await visitor.ask("GET", "/")
      let result = try await body(server)
      visitor.leave()
      await server.end()
      return result
    } catch {
      await server.end()
      throw error
    }
  }

  /// Ends it as an operator does, and if it does not end within ten seconds, by force.
  func end() async {
    process.kill()
    if await process.wait(atMost: .seconds(10)) == nil {
      process.kill(9)
      _ = await process.wait()
    }
    Self.running.removeAll { $0 === self }
  }

  /// Ends those that still run, at once.
  static func endAll() async {
    for server in running {
      server.process.kill(9)
      _ = await server.process.wait()
    }
  }
}
