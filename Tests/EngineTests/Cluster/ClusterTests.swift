import TestSupport
import Testing

@testable import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Clusters as real processes, under both drivers of the loop.
@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ClusterTests {
  @Test(arguments: drivers) func allWorkersAnswerOnOnePort(_ driver: String) async throws {
    try await cluster(driver, workers: 3) { program in
      let workers = try await program.workers(3)
      #expect(Set(workers.keys) == [1, 2, 3])
      #expect(Set(workers.values).count == 3)
      #expect(!workers.values.contains(program.child.pid))
      #expect(
        program.log == [
          "cluster: 3 workers on http://127.0.0.1:\(program.port)/; kill -HUP \(program.child.pid) reloads them"
        ])
    }
  }

  @Test func workersShareSeveralPorts() async throws {
    try await cluster("", workers: 2, ["PORTS": "2"]) { program in
      let second = try await program.said(/http:\/\/\S+ http:\/\/127\.0\.0\.1:(\d+)\//)
      #expect(try await program.workers(2).count == 2)
      for _ in 0..<8 { #expect(try await program.ask("/", port: Int(second.1)) == "second") }
    }
  }

  /// The supervisor may itself be handed its socket, and tells who did so that workers listen.
  @Test func takesItsSocketFromWhoeverStartsIt() async throws {
    let listener = try Listener(port: 0)
    let (ready, writeEnd) = try PipeReader.pair()
    let variables = ["WORKERS": "2", "LISTEN_FDS": "1", "NOTIFY_FD": "9"]
    try await FaultsProgram.run(variables, descriptors: [3: listener.descriptor, 9: writeEnd]) {
      program in
      listener.close()
      PipeReader.close(writeEnd)
      #expect(program.port == listener.address.port)
      #expect(try await ready.next() == [10])
      #expect(try await ready.next() == nil)  // Nobody else holds it.
      let workers = try await program.workers(2)
      #expect(workers.count == 2)
    }
  }

  @Test(arguments: drivers) func reloadsOneByOneAndRefusesNobody(_ driver: String) async throws {
    try await cluster(driver, workers: 3) { program in
      let old = Set(try await program.workers(3).values)
      let load = Load(program)
      try await load.answers(50)
      program.child.kill(SIGHUP)
      for number in 1...3 {
        try await program.said(
          Regex("worker \(number) \\(pid \\d+\\) takes over from pid \\d+$"))
      }
      for pid in old { try await program.isGone(pid) }
      try await load.answers(100)
      await load.stop()
      #expect(load.failures.isEmpty)
      let new = Set(try await program.workers(3).values)
      #expect(new.isDisjoint(with: old))
      #expect(Set(load.pids.suffix(50)).isSubset(of: new))
      // Only the workers' own lines, in the order of their numbers.
      #expect(program.log.count == 4)
      #expect(
        program.log.dropFirst().map { $0.replacing(/\d{2,}/, with: "N") }
          == (1...3).map { "cluster: worker \($0) (pid N) takes over from pid N" })
    }
  }

  /// Who asks on a connection that is kept is answered through a reload, and hears with an answer that it ends.
  @Test func aKeptConnectionEndsWithAnAnswer() async throws {
    try await cluster("", workers: 1) { program in
      let client = try await program.begin("GET /")
      try await client.send("\r\n")
      #expect(try await client.read(until: "Hello").contains("Connection: keep-alive\r\n"))
      program.child.kill(SIGHUP)
      try await program.said(/takes over/)
      var answer = ""
      while !answer.contains("\r\nConnection: close\r\n") {
        try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        answer = try await client.read(until: "Hello")
        try #require(!answer.hasSuffix("<closed>"))
      }
      #expect(try await client.socket.read() == nil)
      client.socket.close()
    }
  }

  @Test(arguments: ["crash", "hang"]) func aNewWorkerThatIsNotReadyChangesNothing(_ fault: String)
    async throws
  {
    try await inTemporaryFolder { folder in
      // Long enough for a sound worker on a busy machine.
      let variables = [
        "FAULT_FILE": "\(folder)/fault", "READY_TIMEOUT": fault == "crash" ? "60000" : "5000",
      ]
      try await cluster("", workers: 1, variables) { program in
        let old = try #require(try await program.workers(1)[1])
        try await writeFile("\(folder)/fault", fault)
        program.child.kill(SIGHUP)
        let reason =
          fault == "crash"
          ? "ended with status 3 before it listened" : "does not listen after 5 s and is killed"
        try await program.said(
          try Regex("^cluster: worker 1 \\(pid \\d+\\) \(reason); pid \(old) stays$"))
        #expect(try await program.workers(1) == [1: old])
        // Once the fault is mended, a reload succeeds.
        try await writeFile("\(folder)/fault", "")
        program.child.kill(SIGHUP)
        try await program.said(try Regex("^cluster: worker 1 .* takes over from pid \(old)$"))
        try await program.isGone(old)
        #expect(try await program.workers(1) != [1: old])
      }
    }
  }

  @Test(arguments: drivers, [SIGTERM, SIGINT])
  func requestsInFlightAreFinishedBeforeItStops(_ driver: String, _ signal: Int32) async throws {
    try await cluster(driver, workers: 2) { program in
      let workers = try await program.workers(2)
      var clients: [WireClient] = []
      for _ in 0..<6 { clients.append(try await halfARequest(program)) }
      program.child.kill(signal)
      while (try? await program.ask("/")) != nil {}  // Until nobody is let in any more.
      for client in clients { try await finish(client) }
      #expect(await program.child.wait() == .exited(0))
      await program.everybodyIsGone()
      for pid in workers.values { #expect(kill(pid, 0) == -1 && errno == ESRCH) }
      #expect(program.log.count == 1)
    }
  }

  /// Its second SIGTERM would end a worker at once: one that was replaced and still finishes its requests gets none.
  @Test func aReplacedWorkerIsNotAskedToStopTwice() async throws {
    try await cluster("", workers: 1) { program in
      let first = try await halfARequest(program)
      program.child.kill(SIGHUP)
      try await program.said(/takes over/)
      let second = try await halfARequest(program)
      program.child.kill(SIGTERM)
      while (try? await program.ask("/")) != nil {}
      try await finish(first)
      try await finish(second)
      #expect(await program.child.wait() == .exited(0))
      await program.everybodyIsGone()
    }
  }

  @Test func needsFewDescriptors() async throws {
    try await cluster("", workers: 2, shell: "ulimit -n 40;") { program in
      let old = try await program.workers(2)
      program.child.kill(SIGHUP)
      try await program.said(/worker 2 .* takes over/)
      for pid in old.values { try await program.isGone(pid) }
      let new = try await program.workers(2)
      #expect(Set(new.values).isDisjoint(with: old.values))
    }
  }

  @Test(arguments: drivers) func listensOnAUnixSocket(_ driver: String) async throws {
    try await inTemporaryFolder { folder in
      let path = "\(folder)/app.sock"
      try await cluster(driver, workers: 2, ["SOCKET_PATH": path]) { program in
        let old = Set(try await program.workers(2).values)
        #expect(
          program.log == [
            "cluster: 2 workers on \(path); kill -HUP \(program.child.pid) reloads them"
          ])
        let variables = environment.all.merging(["WORKERS": "1", "SOCKET_PATH": path]) { $1 }
        let second = try await ChildProcess.run(FaultsProgram.path(), environment: variables)
        #expect(second.status == .exited(1))
        #expect(
          String(decoding: second.errors, as: UTF8.self)
            == "\(path) is in use: stop the program that listens there, or choose another path\n")
        let load = Load(program)
        program.child.kill(SIGHUP)
        for pid in old { try await program.isGone(pid) }
        try await load.answers(50)
        await load.stop()
        #expect(load.failures.isEmpty)
        program.child.kill(SIGTERM)
        #expect(await program.child.wait() == .exited(0))
        await program.everybodyIsGone()
        #expect(try await readFolder(folder).isEmpty)
      }
    }
  }

  @Test func saysWhyItCannotBegin() async throws {
    let variables = environment.all.merging(["WORKERS": "0"]) { $1 }
    let outcome = try await ChildProcess.run(FaultsProgram.path(), environment: variables)
    #expect(outcome.status == .exited(1))
    #expect(
      String(decoding: outcome.errors, as: UTF8.self)
        == "a cluster of 0 workers serves nobody; it takes one at least\n")
  }
}

/// A cluster as a process of its own.
@MainActor func cluster(
  _ driver: String, workers: Int, _ variables: [String: String] = [:], shell: String? = nil,
  _ body: @MainActor (FaultsProgram) async throws -> Void
) async throws {
  let own = ["ENGINE_LOOP": driver, "WORKERS": "\(workers)"]
  try await FaultsProgram.run(own.merging(variables) { $1 }, shell: shell, body)
}

/// A request of which half is sent, and whose answer has begun.
@MainActor func halfARequest(_ program: FaultsProgram) async throws -> WireClient {
  let client = try await program.begin("POST /in-two-parts")
  try await client.send("Content-Length: 6\r\n\r\nhal")
  #expect(try await client.read(until: "begun \r\n").hasPrefix("HTTP/1.1 200 OK\r\n"))
  return client
}

/// Sends the other half; the answer comes to its end, and the connection too.
@MainActor func finish(_ client: WireClient) async throws {
  try await client.send("ves")
  #expect(try await client.readAll() == "c\r\nand finished\r\n0\r\n\r\n")
  client.socket.close()
}
