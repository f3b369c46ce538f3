import TestSupport
import Testing

@testable import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Workers that die, crash and hang, and a supervisor that is killed; as real processes.
@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct SupervisorTests {
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
}
