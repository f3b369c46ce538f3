// What the tests of faults and of `Cluster` start: the program of that name, and what it says and answers.

import Foundation
import Testing

@testable import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How the loop is driven: as the system wants it, and by libdispatch.
nonisolated let drivers = ["", "dispatch"]

/// A server that runs as a process of its own.
@MainActor final class FaultsProgram {
  let child: ChildProcess
  private(set) var port = 0
  /// Where it listens, if that is a Unix socket.
  let path: String?
  /// What it and its workers have said on standard error, line by line.
  private(set) var log: [String] = []
  private var unfinished = ""
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private(set) var hasEnded = false

  /// Starts it, runs `body` once it listens, and sees to it that nothing of it is left.
  static func run(
    _ variables: [String: String], shell: String? = nil, outputIsClosed: Bool = false,
    descriptors: [Int32: Int32] = [:], _ body: @MainActor (FaultsProgram) async throws -> Void
  ) async throws {
    let program = try FaultsProgram(variables, shell, outputIsClosed, descriptors)
    // Whoever waits for a line in vain is told with the program's end.
    let alarm = setTimeout(.seconds(100)) { program.child.kill(9) }
    defer { alarm.cancel() }
    do {
      if program.path != nil {
        try await program.said(/^cluster:/)
      } else {
        let line = try await program.said(/http:\/\/127\.0\.0\.1:(\d+)\//)
        program.port = try #require(Int(line.1))
      }
      try await body(program)
    } catch {
      await program.end()
      throw error
    }
    await program.end()
  }

  private init(
    _ variables: [String: String], _ shell: String?, _ outputIsClosed: Bool,
    _ descriptors: [Int32: Int32]
  ) throws {
    let file = try Self.path()
    path = variables["SOCKET_PATH"]
    let all = environment.all.merging(variables) { $1 }
    child = try ChildProcess.spawn(
      "/bin/sh", ["-c", "\(shell ?? "") exec \"$0\"", file], environment: all,
      output: outputIsClosed ? .pipe : .null, errors: .pipe, descriptors: descriptors)
    if outputIsClosed { child.output?.close() }
    Task {
      while let chunk = try? await child.errors?.next() { heard(chunk) }
      hasEnded = true
      wake()
    }
  }

  /// It stands beside the tests, as other programs for them do.
  static func path(of program: String = "faults-program") throws -> String {
    for place in [Bundle.main.executablePath ?? ""] + CommandLine.arguments {
      var folder = URL(fileURLWithPath: place).resolvingSymlinksInPath().deletingLastPathComponent()
      while folder.path != "/" {
        let path = folder.path + "/" + program
        if FileManager.default.isExecutableFile(atPath: path) { return path }
        folder.deleteLastPathComponent()
      }
    }
    throw SystemError("find", path: program, number: 2)
  }

  /// The pipe ends only when every process that could write to it is gone: the program and all its workers.
  private func end() async {
    child.kill(9)
    _ = await child.wait()
    await everybodyIsGone()
  }

  func everybodyIsGone() async {
    while !hasEnded { await withCheckedContinuation { waiting.append($0) } }
  }

  // MARK: What it says

  private func heard(_ chunk: [UInt8]) {
    let lines = (unfinished + String(decoding: chunk, as: UTF8.self))
      .split(separator: "\n", omittingEmptySubsequences: false)
    unfinished = String(lines.last ?? "")
    log += lines.dropLast().map(String.init)
    wake()
  }

  private func wake() {
    let woken = waiting
    waiting = []
    for waiter in woken { waiter.resume() }
  }

  /// The first line that fits, from line `start` on, once it is said.
  @discardableResult
  func said<Parts>(_ pattern: Regex<Parts>, from start: Int = 0) async throws -> Parts {
    var next = start
    while true {
      while next < log.count {
        if let match = try pattern.firstMatch(in: log[next]) { return match.output }
        next += 1
      }
      try #require(!hasEnded, "it ended and never said so: \(log)")
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  // MARK: What it answers

  /// Opens a connection and sends a request on it.
  func begin(_ head: String, port: Int? = nil) async throws -> WireClient {
    let socket =
      if let path { try await Socket.connect(path: path) } else {
        try await Socket.connect(host: "127.0.0.1", port: port ?? self.port)
      }
    let client = WireClient(socket: socket)
    try await client.send("\(head) HTTP/1.1\r\nHost: a\r\n")
    return client
  }

  /// The body of the answer to `GET path`, on a connection of its own. Throws where there is no whole answer.
  func ask(_ path: String, port: Int? = nil) async throws -> String {
    let client = try await begin("GET \(path)", port: port)
    defer { client.socket.close() }
    try await client.send("Connection: close\r\n\r\n")
    let answer = try await client.readAll()
    let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1)
    guard answer.hasPrefix("HTTP/1.1 200 OK\r\n"), parts.count == 2 else {
      throw NoAnswer(got: answer)
    }
    return String(parts[1])
  }

  struct NoAnswer: Error { var got: String }

  /// Which process answers, and which worker it is.
  func who() async throws -> (pid: Int32, worker: Int) {
    let words = try await ask("/who").split(separator: " ")
    return (try #require(Int32(words[0])), try #require(Int(words[1])))
  }

  /// Waits until a worker has ended and its supervisor knows.
  func isGone(_ pid: Int32) async throws {
    while kill(pid, 0) == 0 {
      try Task.checkCancellation()
      await withCheckedContinuation { turn in setTimeout(.milliseconds(1)) { turn.resume() } }
    }
  }

  /// Asks until each of `count` workers has answered; gives their processes by their numbers.
  func workers(_ count: Int) async throws -> [Int: Int32] {
    var found: [Int: Int32] = [:]
    while found.count < count {
      let answers = (0..<8).map { _ in Task { try await who() } }
      for answer in answers {
        let (pid, worker) = try await answer.value
        found[worker] = pid
      }
    }
    return found
  }
}

/// Clients that ask a program again and again until they are stopped, and count what went wrong.
@MainActor final class Load {
  private var isOver = false
  private var clients: [Task<Void, Never>] = []
  private(set) var pids: [Int32] = []
  /// The requests that were not answered, by the number of answers that had come when each was begun.
  private(set) var failures: [(begunAfter: Int, error: any Error)] = []

  init(_ program: FaultsProgram, clients count: Int = 8) {
    clients = (0..<count).map { _ in
      Task {
        while !isOver {
          let begun = pids.count
          do { pids.append(try await program.who().pid) } catch {
            failures.append((begun, error))
          }
        }
      }
    }
  }

  /// Waits for so many more answers.
  func answers(_ count: Int) async throws {
    let enough = pids.count + count
    while pids.count < enough {
      try Task.checkCancellation()
      await withCheckedContinuation { turn in setTimeout(.milliseconds(1)) { turn.resume() } }
    }
  }

  func stop() async {
    isOver = true
    for client in clients { await client.value }
  }
}
