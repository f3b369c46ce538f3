// Handlers share tasks as long as they do not wait. Nobody may notice.

import TestSupport
import Testing

@testable import Engine

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct HandlerQueueTests {
  /// All requests come in one step of the loop, every other handler waits for the last request of all.
  @Test func handlersThatWaitHoldUpNobody() async throws {
    let lastCame = Gate()
    try await withServer { request, response in
      if request.url == "/last" { lastCame.open() }
      let isServed = request.url.hasPrefix("/wait") ? await lastCame.opens() : true
      response.end(isServed ? request.url : "waited in vain for \(request.url)")
    } _: { server in
      var clients: [WireClient] = []
      for _ in 0..<20 { clients.append(try await .connect(to: server)) }
      let names = (0..<19).map { $0 % 2 == 0 ? "/wait/\($0)" : "/\($0)" } + ["/last"]
      for (client, name) in zip(clients, names) {
        try client.socket.sendSoon(Array("GET \(name) HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
      }
      for (client, name) in zip(clients, names) {
        let answer = try await client.read(until: "\r\n\r\n\(name)")
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
        client.socket.close()
      }
    }
  }

  /// A client leaves while handlers that began with its own wait: only its own is cancelled.
  @Test func onlyTheHandlerWhoseClientLeftIsCancelled() async throws {
    let (allBegan, oneIsCancelled, goOn) = (Gate(), Gate(), Gate())
    var begun = 0
    try await withServer { request, response in
      begun += 1
      if begun == 5 { allBegan.open() }
      await withTaskCancellationHandler {
        await goOn.wait()
      } onCancel: {
        Task { @MainActor in oneIsCancelled.open() }
      }
      response.end("\(request.url) \(Task.isCancelled)")
    } _: { server in
      var clients: [WireClient] = []
      for _ in 0..<5 { clients.append(try await .connect(to: server)) }
      for (number, client) in clients.enumerated() {
        try client.socket.sendSoon(Array("GET /\(number) HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
      }
      await allBegan.wait()
      clients[2].socket.reset()
      #expect(await oneIsCancelled.opens())
      goOn.open()
      for number in [0, 1, 3, 4] {
        let answer = try await clients[number].read(until: "e")
        #expect(answer.hasSuffix("\r\n\r\n/\(number) false"))
        clients[number].socket.close()
      }
    }
  }

  /// The connection is closed while the handler computes, before its task is known.
  @Test(arguments: drivers)
  func aHandlerThatIsCutOffBeforeItWaitsIsCancelledThere(_ driver: String) async throws {
    try await FaultsProgram.run(["ENGINE_LOOP": driver]) { program in
      let client = try await program.begin("GET /cuts-itself-off")
      try await client.send("\r\n")
      #expect(try await client.readAll() == "")
      try await program.said(/^cancelled$/)
      client.socket.close()
    }
  }

  /// On the loop that owns the main thread, both handlers begin in one task.
  @Test func aHandlerThatCancelsItsOwnTaskCancelsNoOther() async throws {
    try await FaultsProgram.run([:]) { program in
      let client = try await program.begin("GET /cancels-itself")
      try await client.send(
        "\r\nGET /is-cancelled HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
      let answers = try await client.readAll().split(separator: "\r\n\r\n")
      try #require(answers.count == 3)
      #expect(answers[1].hasPrefix("trueHTTP/1.1 200 OK"))
      #expect(answers[2] == "false")
    }
  }
}
