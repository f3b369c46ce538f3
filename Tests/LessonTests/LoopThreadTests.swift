// Whatever a program awaits, it goes on upon the loop's thread. Shown in a program of its own, because only there the loop
// may own the main thread; under both drivers.

import Engine
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct LoopThreadTests {
  /// Awaits one thing after the other and prints the names of those after which it was on another thread.
  private static let program = """
    import Engine
    import Foundation

    #if canImport(FoundationNetworking)
      import FoundationNetworking
    #endif

    actor Counter {
      private var count = 0
      func next() -> Int {
        count += 1
        return count
      }
    }

    @concurrent func whereAmI() async -> Bool { pthread_equal(pthread_self(), loopThread.id) != 0 }

    struct LoopThread: @unchecked Sendable { let id = pthread_self() }
    nonisolated let loopThread = LoopThread()

    func check(_ name: String, _ onLoop: Bool = pthread_equal(pthread_self(), loopThread.id) != 0) {
      print("\\(name): \\(onLoop ? "on the loop" : "elsewhere")")
    }

    let server = HTTPServer { request, response in
      check("the handler")
      try await Task.sleep(for: .milliseconds(1))
      check("after Task.sleep")
      _ = await Counter().next()
      check("after an actor")
      check("a @concurrent function", await whereAmI())
      check("after a @concurrent function")
      _ = try await fileStatus("/")
      check("after a file")
      _ = await Task.detached { 1 }.value
      check("after a detached task")
      response.end("done")
      if request.url == "/again" { return }
      let (data, _) = try await URLSession.shared.data(
        from: URL(string: "http://127.0.0.1:\\(server.port)/again")!)
      check("after URLSession: \\(String(decoding: data, as: UTF8.self))")
      EventLoop.main.stop()
    }
    _ = loopThread
    server.listen(port: 0)
    setTimeout(.zero) { check("a timer") }
    setImmediate { check("an immediate") }
    Task {
      let socket = try await Socket.connect(host: "127.0.0.1", port: server.port)
      check("after connect")
      try await socket.write(Array("GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n".utf8))
      _ = try await socket.read()
      check("after a read")
    }
    EventLoop.main.run()
    """

  @Test(arguments: ["epoll", "dispatch"]) func everyAwaitComesBackToIt(_ driver: String)
    async throws
  {
    let compiler = Compiler(root: try course().root, modules: try BuiltModules.find())
    guard case .built(let path) = try await compiler.compile(text: Self.program, for: .raw) else {
      Issue.record("the program does not compile")
      return
    }
    let child = try ChildProcess.spawn(
      path,
      environment: [
        "ENGINE_LOOP": driver, "LD_LIBRARY_PATH": environment["LD_LIBRARY_PATH"] ?? "",
      ], output: .pipe)
    let alarm = setTimeout(.seconds(60)) { child.kill(9) }
    defer { alarm.cancel() }
    let printed = try await child.output?.readAll(upTo: 10_000) ?? []
    let lines = Set(String(decoding: printed, as: UTF8.self).split(separator: "\n"))
    #expect(
      lines == [
        "a timer: on the loop", "an immediate: on the loop", "after connect: on the loop",
        "after a read: on the loop", "the handler: on the loop", "after Task.sleep: on the loop",
        "after an actor: on the loop", "a @concurrent function: elsewhere",
        "after a @concurrent function: on the loop", "after a file: on the loop",
        "after a detached task: on the loop", "after URLSession: done: on the loop",
      ])
    #expect(await child.wait(atMost: .seconds(30)) == .exited(0))
  }
}
