// Sessions and rate limits in stores outside the process: restarts, kills, and servers that are gone.

import Engine
import Foundation
import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct SessionStoreTests {
  private func app(_ store: any Store) -> App {
    let app = App()
    app.log = { _ in }
    app.use(rateLimit(limit: 1_000, store: store))
    app.use(session(store: store, secret: "secret"))
    app.get("/count") { request, response in
      request.session["visits", default: 0] += 1
      response.send("\(request.session["visits", default: 0])")
    }
    return app
  }

  /// The body of an answer, and the cookie to go on with.
  private func count(_ client: Client, _ cookie: String? = nil) async throws -> (String, String?) {
    let answer = try await client.request("GET /count", cookie.map { ["Cookie: \($0)"] } ?? [])
    return (answer.body, answer["Set-Cookie"].map { String($0.prefix { $0 != ";" }) })
  }

  @Test func `a session in a file survives that the program ends`() async throws {
    try await inStoreFolder { folder in
      var cookie: String?
      for expected in ["1", "2", "3"] {
        try await app(FileStore("\(folder)/state.json")).served { client in
          let (body, next) = try await count(client, cookie)
          #expect(body == expected)
          cookie = next
        }
      }
    }
  }

  @Test func `what a killed writer leaves behind disturbs nobody`() async throws {
    try await inStoreFolder { folder in
      let path = "\(folder)/state.json"
      try await FileStore(path).set("a", "1", expiresIn: .seconds(600))
      try await writeFile("\(folder)/.state.json.1-00000000.tmp", "[{\"key\":\"a")
      let store = FileStore(path)
      #expect(try await store.get("a") == "1")
      try await store.set("a", "2", expiresIn: .seconds(600))
      #expect(try await FileStore(path).get("a") == "2")
    }
  }

  @Test(.enabled(if: RedisServer.program != nil, RedisServer.absence))
  func `two programs share a session in Redis, and say 503 when it is gone`() async throws {
    try await inStoreFolder { folder in
      let server = try await RedisServer.start(in: folder)
      let stores = [RedisStore(server.url), RedisStore(server.url)]
      var cookie: String?
      for (number, store) in (stores + stores).enumerated() {
        try await app(store).served { client in
          let (body, next) = try await count(client, cookie)
          #expect(body == "\(number + 1)")
          cookie = next
        }
      }
      await server.end()
      try await app(stores[0]).served { client in
        for _ in 0..<3 {
          let (body, _) = try await count(client, cookie)
          #expect(body == "Service Unavailable")
        }
      }
      for store in stores { store.close() }
    }
  }

  @Test func `a Redis server that says nothing is a 503, not a hang`() async throws {
    let listener = try Listener(port: 0)
    defer { listener.close() }
    // Nobody takes the connection: the system answers for us, and nothing more comes.
    let store = RedisStore("redis://\(listener.address)", timeout: .milliseconds(100))
    try await app(store).served { client in
      let (body, cookie) = try await count(client)
      #expect(body == "Service Unavailable")
      #expect(cookie == nil)
    }
    store.close()
  }

  @Test(.inItsOwnProcess) func `a session without a secret ends the program at once`() async {
    let result = await #expect(
      processExitsWith: .exitCode(1), observing: [\.standardErrorContent]
    ) {
      await MainActor.run { _ = session(file: "Lesson/main.swift", line: 3) }
    }
    let words = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    let expected =
      "main.swift:3: session(secret:): a secret is missing; take 32 random bytes, "
      + "kept outside the program: environment[\"SECRET\"]\n"
    #expect(words.contains(expected))
  }

  @Test(.inItsOwnProcess)
  func `a session whose cookie browsers would drop ends the program at once`() async {
    let result = await #expect(
      processExitsWith: .exitCode(1), observing: [\.standardErrorContent]
    ) {
      await MainActor.run {
        _ = session(secret: "x", sameSite: .none, file: "Lesson/main.swift", line: 3)
      }
    }
    let words = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    let expected =
      "main.swift:3: session(name: \"session\"): browsers take sameSite: .none only with secure: true\n"
    #expect(words.contains(expected))
  }

  @Test(.inItsOwnProcess) func `a rate limit that serves nobody ends the program at once`() async {
    let result = await #expect(
      processExitsWith: .exitCode(1), observing: [\.standardErrorContent]
    ) {
      await MainActor.run { _ = rateLimit(limit: 0, file: "Lesson/main.swift", line: 3) }
    }
    let words = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    let expected = "main.swift:3: rateLimit: limit: 0 would serve nobody; it is at least 1\n"
    #expect(words.contains(expected))
  }
}
