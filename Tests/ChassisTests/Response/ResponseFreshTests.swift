// Contract, "Where we differ": `ETag` on `send` and `json` is off until the app says so; then 304 by `fresh`.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ResponseFreshTests {
  private func app(_ etag: ETagSetting) -> App {
    let app = App()
    app.etag = etag
    app.all("/") { $1.send("Welcome") }
    app.get("/json") { $1.json(["name": "Priya"]) }
    app.get("/bytes") { $1.send([1, 2, 3]) }
    app.get("/own") { $1.set("ETag", "\"v1\"").send("own") }
    app.get("/none") { $1.status(204).send() }
    app.get("/lost") { $1.status(404).send("Welcome") }
    app.get("/typed") { $1.set("Content-Language", "en").set("X-Kept", "yes").send("Welcome") }
    return app
  }

  @Test func `off until the app says so`() async throws {
    for path in ["/", "/json", "/bytes"] {
      let answer = try await app(.off).answer("GET \(path)", ["If-None-Match: *"])
      #expect(answer.status == 200 && answer["ETag"] == nil)
    }
  }

  @Test func `as middleware, for the part of an app behind it`() async throws {
    let app = App()
    app.use("/catalogue", etag(.strong))
    for path in ["/", "/catalogue"] { app.get(path) { $1.send("Welcome") } }
    let tag = try await self.app(.strong).answer("GET /")["ETag"] ?? "none"
    #expect(try await app.answer("GET /")["ETag"] == nil)
    #expect(try await app.answer("GET /catalogue")["ETag"] == tag)
    #expect(try await app.answer("GET /catalogue", ["If-None-Match: \(tag)"]).status == 304)
    app.etag = .weak
    #expect(try await app.answer("GET /")["ETag"] == "W/" + tag)
    #expect(try await app.answer("GET /catalogue")["ETag"] == tag)
  }

  @Test func `the same content has the same tag, another another`() async throws {
    var tags: [String] = []
    for path in ["/", "/", "/typed", "/json", "/bytes"] {
      tags.append(try await app(.strong).answer("GET \(path)")["ETag"] ?? "none")
    }
    #expect(tags[0] == tags[1] && tags[0] == tags[2])
    #expect(Set(tags).count == 3)
    #expect(tags.allSatisfy { $0.count == 29 && $0.hasPrefix("\"") && $0.hasSuffix("\"") })
    #expect(try await app(.weak).answer("GET /")["ETag"] == "W/" + tags[0])
    #expect(try await app(.weak).answer("HEAD /")["ETag"] == "W/" + tags[0])
  }

  @Test func `what has no version has no tag`() async throws {
    for line in ["POST /", "GET /none", "GET /lost", "GET /nowhere"] {
      #expect(try await app(.weak).answer(line, ["If-None-Match: *"])["ETag"] == nil, "\(line)")
    }
    #expect(try await app(.weak).answer("GET /own")["ETag"] == "\"v1\"")
  }

  @Test(arguments: [ETagSetting.weak, .strong])
  func `who has it gets 304`(setting: ETagSetting) async throws {
    for path in ["/", "/json", "/bytes", "/own", "/typed"] {
      for method in ["GET", "HEAD"] {
        let app = app(setting)
        let tag = try await app.answer("GET \(path)")["ETag"] ?? "none"
        let answer = try await app.answer("\(method) \(path)", ["If-None-Match: \"x\", \(tag)"])
        let kept = path == "/typed" ? ["X-Kept: yes"] : []
        #expect(answer.status == 304 && answer.body.isEmpty)
        #expect(
          answer.fields.filter { $0.hasPrefix("ETag") || $0.hasPrefix("X-") }.sorted() == [
            "ETag: \(tag)"
          ] + kept)
        #expect(answer["Content-Type"] == nil)
        let other = try await app.answer("\(method) \(path)", ["If-None-Match: \"x\""])
        #expect(other.status == 200)
      }
    }
  }
}
