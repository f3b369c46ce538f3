import Testing

@testable import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Clusters as real processes, under both drivers of the loop.
@MainActor @Suite(.timeLimit(.minutes(2))) struct ClusterTests {
  private func cluster(
    _ driver: String, workers: Int, _ variables: [String: String] = [:], shell: String? = nil,
    _ body: @MainActor (FaultsProgram) async throws -> Void
  ) async throws {
    let own = ["ENGINE_LOOP": driver, "WORKERS": "\(workers)"]
    try await FaultsProgram.run(own.merging(variables) { $1 }, shell: shell, body)
  }

  /// A request of which half is sent, and whose answer has begun.
  private func halfARequest(_ program: FaultsProgram) async throws -> WireClient {
    let client = try await program.begin("POST /in-two-parts")
    try await client.send("Content-Length: 6\r\n\r\nhal")
    #expect(try await client.read(until: "begun \r\n").hasPrefix("HTTP/1.1 200 OK\r\n"))
    return client
  }

  /// Sends the other half; the answer comes to its end, and the connection too.
  private func finish(_ client: WireClient) async throws {
    try await client.send("ves")
    #expect(try await client.readAll() == "c\r\nand finished\r\n0\r\n\r\n")
    client.socket.close()
  }

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

  /// What a killed worker had taken is lost; nobody is refused, and what begins afterwards is answered.
  @Test(arguments: drivers) func aKilledWorkerIsReplacedAndNobodyRefused(_ driver: String)
    async throws
  {
    try await cluster(driver, workers: 2) { program in
      let load = Load(program)
      for (round, (number, delay)) in [(1, 100), (2, 100), (1, 200)].enumerated() {
        let before = try await program.workers(2)
        let victim = try #require(before[number])
        try await load.answers(50)
        let failed = load.failures.count
        kill(victim, SIGKILL)
        try await program.said(
          try Regex(
            "^cluster: worker \(number) \\(pid \(victim)\\) was ended by signal 9 \\(SIGKILL\\) after "
          ))
        let answered = load.pids.count
        try await program.said(
          try Regex("^cluster: worker \(number) is started again in \(delay) ms$"))
        try await load.answers(200)
        let now = try await program.workers(2)
        #expect(now[3 - number] == before[3 - number] && now[number] != victim)
        try await load.answers(50)
        let failures = load.failures[failed...]
        #expect(failures.count <= 8, "round \(round)")  // So many clients there are.
        #expect(failures.allSatisfy { $0.begunAfter <= answered })
        #expect(!load.pids[answered...].dropFirst(8).contains(victim))
      }
      await load.stop()
      #expect(!load.failures.contains { ($0.error as? SystemError)?.code == "ECONNREFUSED" })
    }
  }

  /// The only worker is killed. Whoever comes while nobody serves waits in the socket's queue for the next one.
  @Test(arguments: drivers) func whoComesWhileNobodyServesIsAnsweredAll(_ driver: String)
    async throws
  {
    try await cluster(driver, workers: 1) { program in
      for _ in 1...3 {
        let victim = try #require(try await program.workers(1)[1])
        kill(victim, SIGKILL)
        try await program.isGone(victim)
        let answers = (0..<50).map { _ in Task { try await program.who().pid } }
        for answer in answers { #expect(try await answer.value != victim) }
      }
    }
  }

  @Test(arguments: drivers) func aWorkerThatAlwaysCrashesIsStartedEverMoreSlowly(_ driver: String)
    async throws
  {
    try await inTemporaryFolder { folder in
      try await writeFile("\(folder)/fault", "crash")
      let variables = ["FAULT_FILE": "\(folder)/fault", "LONGEST_DELAY": "400"]
      try await cluster(driver, workers: 1, variables) { program in
        let start = ContinuousClock.now
        while program.log.count(where: { $0.contains("started again") }) < 5 {
          try await program.said(/started again/, from: program.log.count)
        }
        #expect(ContinuousClock.now - start >= .milliseconds(1_000))
        let lines = program.log.dropFirst().prefix(10).map {
          $0.replacing(/pid \d+/, with: "pid N").replacing(/after .*/, with: "after T")
        }
        #expect(
          lines
            == [100, 200, 400, 400, 400].flatMap { delay in
              [
                "cluster: worker 1 (pid N) ended with status 3 after T",
                "cluster: worker 1 is started again in \(delay) ms",
              ]
            })
        // A reload does not wait for the next attempt, and with the fault mended it serves.
        try await writeFile("\(folder)/fault", "")
        program.child.kill(SIGHUP)
        #expect(try await program.workers(1).count == 1)
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

  @Test func aWorkerThatDoesNotStopIsKilled() async throws {
    try await cluster("", workers: 2, ["STOP_TIMEOUT": "1500"]) { program in
      _ = try await program.workers(2)
      let client = try await program.begin("GET /stuck")
      try await client.send("\r\n")
      _ = try await client.read(until: "for ever\r\n")
      program.child.kill(SIGTERM)
      try await program.said(
        /^cluster: worker \d \(pid \d+\) did not stop within 1\.5 s and is killed$/)
      #expect(await program.child.wait() == .exited(0))
      await program.everybodyIsGone()
      client.socket.close()
    }
  }

  /// Nobody tells them: they see that the pipe from their supervisor has ended.
  @Test(arguments: drivers) func workersStopWhenTheirSupervisorIsKilled(_ driver: String)
    async throws
  {
    try await cluster(driver, workers: 3) { program in
      _ = try await program.workers(3)
      let client = try await halfARequest(program)
      program.child.kill(SIGKILL)
      #expect(await program.child.wait() == .signalled(SIGKILL))
      while (try? await program.ask("/")) != nil {}
      try await finish(client)
      await program.everybodyIsGone()
    }
  }

  /// A worker does not outlive its supervisor by more than it is given to stop, whatever it computes.
  @Test func aStuckWorkerDoesNotOutliveItsSupervisor() async throws {
    try await cluster("", workers: 1, ["STOP_TIMEOUT": "500"]) { program in
      let client = try await program.begin("GET /stuck")
      try await client.send("\r\n")
      _ = try await client.read(until: "for ever\r\n")
      let start = ContinuousClock.now
      program.child.kill(SIGKILL)
      await program.everybodyIsGone()
      // Its own limit; not that of a cluster which was told none, 15 s.
      #expect(ContinuousClock.now - start < .seconds(12))
      client.socket.close()
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
