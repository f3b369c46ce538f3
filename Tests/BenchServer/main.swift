// The server that is measured: what Engine does with a request and nothing else. How to run it stands in Tests/README.md.
//
//     GET  /                 a text
//     GET  /users/42         a small value as JSON
//     POST /echo             JSON in, decoded, encoded again
//     GET  /download?1000    so many bytes, streamed
//     POST /upload           takes any body, piece by piece, and counts
//     POST /upload-slowly    the same, with a pause after every 256 KiB

import Engine

struct User: Codable {
  var id: Int
  var name: String
  var email: String
}

let users = (1...100).map { User(id: $0, name: "User \($0)", email: "user\($0)@example.com") }

let text: Headers = ["Content-Type": "text/plain; charset=utf-8"]
let json: Headers = ["Content-Type": "application/json; charset=utf-8"]
let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 65_536)

func download(_ count: Int, _ response: Response) async throws {
  response.writeHead(200, ["Content-Length": "\(count)"])
  var left = count
  while left > 0 {
    try await response.write(left < piece.count ? Array(piece[..<left]) : piece)
    left -= min(left, piece.count)
  }
  response.end()
}

/// Counts a body; after each `pause` bytes it rests for a tick of the clock.
func count(_ body: RequestBody, pausingEvery pause: Int = .max) async throws -> Int {
  var count = 0
  var next = pause
  for try await chunk in body {
    count += chunk.count
    guard count >= next else { continue }
    next = count + pause
    await withCheckedContinuation { turn in setTimeout(.milliseconds(1)) { turn.resume() } }
  }
  return count
}

// Idle connections are measured too, and must not end before they have been.
var limits = Limits()
limits.keepAliveTimeout = .seconds(600)

let server = HTTPServer(limits: limits) { request, response in
  switch (request.method, request.url) {
  case ("GET", "/"):
    response.writeHead(200, text)
    response.end("Welcome to the homepage")
  case ("GET", let url) where url.hasPrefix("/users/"):
    guard let id = Int(url.dropFirst(7)),
      let user = users.first(where: { $0.id == id })
    else {
      response.writeHead(404, text)
      return response.end("User not found")
    }
    response.writeHead(200, json)
    response.end(try JSON.encode(user))
  case ("POST", "/echo"):
    let user = try JSON.parse(try await request.body.collect(), as: User.self)
    response.writeHead(201, json)
    response.end(try JSON.encode(user))
  case ("GET", let url) where url.hasPrefix("/download?"):
    try await download(Int(url.dropFirst(10)) ?? 0, response)
  case ("POST", "/upload"):
    response.end("\(try await count(request.body))")
  case ("POST", "/upload-slowly"):
    response.end("\(try await count(request.body, pausingEvery: 262_144))")
  default:
    response.writeHead(404, text)
    response.end("Page not found")
  }
}

server.listen(port: environment.port ?? 3000)
print("Listening on http://127.0.0.1:\(server.port)/")
EventLoop.main.run()
