// Pipelines of middleware on Engine alone: everything but the
// function that puts one together.

import Engine

/// A request on its way, and what has happened to it.
final class Visit {
  let name: String
  var status = 200
  var trail: [String] = []

  init(name: String) { self.name = name }

  func note(_ words: String) { trail.append(words) }
}

/// Runs what comes next, and returns when that is done.
typealias Next = @MainActor () async throws -> Void
typealias Middleware =
  @MainActor (Visit, Next) async throws -> Void
typealias Handler = @MainActor (Visit) async throws -> Void

/// What a middleware gets that calls `next` a second time.
struct CalledTwice: Error {}

// 1. The middleware: each notes when it is passed.
func note(_ name: String) -> Middleware {
  { visit, next in
    visit.note("\(name) in")
    try await next()
    visit.note("\(name) out")
  }
}

func stop(_ visit: Visit, _ next: Next) async throws {
  visit.status = 403
  visit.note("stopped")
}

func callTwice(_ visit: Visit, _ next: Next) async throws {
  try await next()
  visit.note("and again")
  try await next()
}

func insist(_ visit: Visit, _ next: Next) async throws {
  do { try await next() } catch {
    visit.note("once more")
    try await next()
  }
}

func rescue(_ visit: Visit, _ next: Next) async throws {
  do { try await next() } catch is CalledTwice {
    visit.status = 500
    visit.note("called twice")
  } catch {
    visit.status = 500
    visit.note("something failed")
  }
}

func fail(_ visit: Visit, _ next: Next) async throws {
  throw SystemError("read", number: 5)
}

// Nobody goes on before two are here.
var whoWaits: CheckedContinuation<Void, Never>?
func meet(_ visit: Visit, _ next: Next) async throws {
  if let other = whoWaits {
    whoWaits = nil
    other.resume()
  } else {
    await withCheckedContinuation { whoWaits = $0 }
  }
  try await next()
}

func greet(_ visit: Visit) async throws {
  visit.note("hello \(visit.name)")
}

// 2. The pipelines, each put together once.
let pipelines = [
  "none": compose([], greet),
  "one": compose([note("first")], greet),
  "three": compose(
    [note("first"), note("second"), note("third")], greet),
  "stop": compose([note("first"), stop, note("never")], greet),
  "twice": compose(
    [rescue, note("first"), callTwice, note("last")], greet),
  "fail": compose(
    [rescue, note("first"), fail, note("never")], greet),
  "insist": compose(
    [rescue, insist, note("last"), fail], greet),
  "loose": compose([note("first"), fail], greet),
  "meet": compose([note("first"), meet, note("last")], greet),
]

// 3. Yours.
/// One handler that runs all middleware, the first outermost, and
/// the handler within the last.
func compose(
  _ layers: [Middleware], _ handler: @escaping Handler
) -> Handler {
  // TODO: the middleware.
  handler
}

// 4. `/three/Rahul` runs the pipeline `three`.
let server = HTTPServer { request, response in
  let path = request.url.prefix { $0 != "?" }
  let parts = path.split(separator: "/").map(String.init)
  guard parts.count == 2, let pipeline = pipelines[parts[0]]
  else { return answer(response, 404, "No such pipeline") }
  let visit = Visit(name: parts[1])
  try await pipeline(visit)
  let trail = visit.trail.joined(separator: ", ")
  answer(response, visit.status, trail)
}

func answer(_ response: Response, _ status: Int, _ text: String) {
  response.writeHead(
    status, ["Content-Type": "text/plain; charset=utf-8"])
  response.end(text)
}

// 5. Listen, then give this thread to the loop.
server.listen(port: environment.port ?? 3000)
let address = "http://127.0.0.1:\(server.port)"
print("Listening on \(address)/three/Rahul")
print("Try: curl -i \(address)/stop/Rahul")
print("Try: curl -i \(address)/twice/Rahul")
EventLoop.main.run()
