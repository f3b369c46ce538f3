import TestSupport
import Testing

@testable import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What must not end a server, nor cost it anything for good; on real processes, under both drivers of the loop.
@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ProcessFaultTests {
  @Test(arguments: drivers) func sigpipeNeverKills(_ driver: String) async throws {
    try await FaultsProgram.run(["ENGINE_LOOP": driver], outputIsClosed: true) { program in
      let pid = try await program.who().pid
      #expect(pid == program.child.pid)
      // Clients that leave in the middle of a long answer: by a reset, and by closing.
      for number in 0..<20 {
        let client = try await program.begin("GET /flood")
        try await client.send("\r\n")
        _ = try await client.socket.read()
        if number % 2 == 0 { client.socket.reset() } else { client.socket.close() }
      }
      // A standard output that nobody reads any more.
      #expect(try await program.ask("/print") == "printed")
      // And the signal itself.
      program.child.kill(SIGPIPE)
      #expect(try await program.who().pid == pid)
      program.child.kill(SIGTERM)
      #expect(await program.child.wait() == .exited(0))
    }
  }

  /// A request that is at work when the program is told to end is answered whole; who idles is let go; nobody new is let in.
  @Test(arguments: drivers, [SIGTERM, SIGINT])
  func requestsInFlightAreAnsweredBeforeItEnds(_ driver: String, _ signal: Int32) async throws {
    try await FaultsProgram.run(["ENGINE_LOOP": driver]) { program in
      let idle = try await program.begin("GET /")
      try await idle.send("\r\n")
      #expect(try await idle.read(until: "Hello").hasSuffix("Hello"))
      let busy = try await program.begin("POST /in-two-parts")
      try await busy.send("Content-Length: 4\r\n\r\n")
      #expect(try await busy.read(until: "begun \r\n").hasPrefix("HTTP/1.1 200 OK\r\n"))
      program.child.kill(signal)
      #expect(try await idle.readAll() == "")  // It ends now, and so does the listening.
      await #expect(throws: SystemError.self) { try await program.begin("GET /") }
      try await busy.send("rest")
      #expect(try await busy.readAll() == "c\r\nand finished\r\n0\r\n\r\n")
      busy.socket.close()
      #expect(await program.child.wait() == .exited(0))
      idle.socket.close()
    }
  }

  /// What was handed to a program and nobody took is not handed on to what it starts.
  @Test func whatWasHandedOverIsNotHandedOn() async throws {
    let (first, second) = (try Listener(port: 0), try Listener(port: 0))
    defer { second.close() }
    try await FaultsProgram.run(
      ["LISTEN_FDS": "2"], descriptors: [3: first.descriptor, 4: second.descriptor]
    ) { program in
      first.close()
      let answer = try await program.ask("/child")
      #expect(answer == "closed\n")
    }
  }

  /// With 64 descriptors a hundred clients cannot all be let in. They wait, nothing spins, one line says so, and each that
  /// leaves makes room for another.
  @Test(arguments: drivers) func recoversFromTooManyOpenFiles(_ driver: String) async throws {
    try await FaultsProgram.run(["ENGINE_LOOP": driver], shell: "ulimit -n 64;") { program in
      var clients: [WireClient] = []
      for _ in 0..<100 {
        let client = try await program.begin("GET /")
        try await client.send("\r\n")
        clients.append(client)
      }
      try await program.said(/^cannot take more connections: too many open files;/)
      // Those who are in are served.
      for _ in 0..<3 {
        #expect(try await clients[0].read(until: "Hello").hasSuffix("Hello"))
        try await clients[0].send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      }
      // Each is answered in the end, because those before it leave.
      for client in clients {
        #expect(try await client.read(until: "Hello").hasSuffix("Hello"))
        client.socket.close()
      }
      #expect(try await program.ask("/") == "Hello")
      #expect(program.log.count == 2)  // Where it listens, and the one line.
      program.child.kill(SIGTERM)
      #expect(await program.child.wait() == .exited(0))
    }
  }

  /// While a thread here computes for 400 ms, a server that spins would get as much of the processor as that thread.
  @Test(arguments: drivers) func doesNotSpinWhileOutOfDescriptors(_ driver: String) async throws {
    try await FaultsProgram.run(["ENGINE_LOOP": driver], shell: "ulimit -n 64;") { program in
      var clients: [WireClient] = []
      for _ in 0..<100 {
        clients.append(
          WireClient(socket: try await Socket.connect(host: "127.0.0.1", port: program.port)))
      }
      try await program.said(/^cannot take more connections/)
      let before = try await processorTime(clients[0])
      try await offLoop { Self.compute(nanoseconds: 400_000_000) }
      let after = try await processorTime(clients[0])
      #expect(after - before < 300)
      for client in clients { client.socket.close() }
    }
  }

  /// Keeps this thread busy until it has had so much of a processor.
  private nonisolated static func compute(nanoseconds: Int) {
    func used() -> Int {
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
    }
    let end = used() + nanoseconds
    while used() < end {}
  }

  /// What the server has had of a processor, in milliseconds.
  private func processorTime(_ client: WireClient) async throws -> Int {
    try await client.send("GET /cpu HTTP/1.1\r\nHost: a\r\n\r\n")
    let answer = try await client.read(until: " ms")
    return try #require(answer.firstMatch(of: /(\d+) ms$/).flatMap { Int($0.1) })
  }

  @Test(arguments: drivers) func connectionsThatAreDroppedLeaveNothing(_ driver: String)
    async throws
  {
    try await FaultsProgram.run(["ENGINE_LOOP": driver]) { program in
      let before = try await program.ask("/descriptors")
      for number in 0..<2_000 {
        let socket = try await Socket.connect(host: "127.0.0.1", port: program.port)
        switch number % 4 {
        case 0: socket.close()
        case 1: socket.reset()
        case 2:
          try await socket.write(Array("GET / HTTP/1.1\r\nHo".utf8))
          socket.close()
        default:
          try await socket.write(Array("POST /in-two-parts HTTP/1.1\r\nHost: a\r\n".utf8))
          try await socket.write(Array("Content-Length: 9\r\n\r\nhalf".utf8))
          socket.reset()
        }
      }
      // A connection is forgotten when the loop hears of its end: ask until that is done.
      var now = try await program.ask("/descriptors")
      for _ in 0..<5_000 where now != before { now = try await program.ask("/descriptors") }
      #expect(now == before)
    }
  }
}
