// How often a request takes memory from the heap, counted by valgrind, which says at a program's end how many allocations it
// made. The server is run twice, the second time with 1,000 requests more: the difference is theirs.

import Engine

private let more = 1_000

func allocations(_ options: Options) async throws -> [Measurement] {
  var figures: [Measurement] = []
  for (method, target, body) in [
    ("GET", "/", ""), ("GET", "/users/42", ""),
    ("POST", "/echo", #"{"id":42,"name":"Rahul","email":"rahul@example.com"}"#),
  ] {
    var figure = Measurement(what: "allocations of \(method) \(target)", digits: 1)
    do {
      let few = try await count(100) { try await $0.ask(method, target, body: body) }
      let many = try await count(100 + more) { try await $0.ask(method, target, body: body) }
      figure.value = Double(many - few) / Double(more)
    } catch let error as SystemError where error.call == "spawn" {
      figure.reason = "valgrind is not installed"
    }
    figures.append(figure)
  }
  return figures
}

struct NoCount: Error, CustomStringConvertible {
  var description: String
}

/// All allocations of a server that was asked so often.
private func count(_ requests: Int, _ ask: @MainActor (Visitor) async throws -> Void) async throws
  -> Int
{
  let server = try await BenchServer.start(by: ["valgrind", "--leak-check=no"])
  let visitor = try await Visitor.come(to: server)
  for _ in 0..<requests { try await ask(visitor) }
  visitor.leave()
  await server.end()
  let bytes = try await server.process.errors?.readAll(upTo: 65_536) ?? []
  // ==2099==   total heap usage: 1,539 allocs, 1,346 frees, 273,411 bytes allocated
  let text = String(decoding: bytes, as: UTF8.self)
  guard let match = text.firstMatch(of: /heap usage: ([\d,]+) allocs/),
    let count = Int(match.1.filter { $0 != "," })
  else { throw NoCount(description: "valgrind counted no allocations: \(text)") }
  return count
}
