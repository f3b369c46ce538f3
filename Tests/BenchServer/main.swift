// The server that is measured: what Engine does with a request and nothing else. How to run it stands in Tests/README.md.
//
//     GET  /                 a text
//     GET  /users/42         a small value as JSON
//     POST /echo             JSON in, decoded, encoded again
//     GET  /download?1000    so many bytes, streamed
//     POST /upload           takes any body, piece by piece, and counts

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

let server = HTTPServer { request, response in
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
    var count = 0
    for try await chunk in request.body { count += chunk.count }
    response.end("\(count)")
  default:
    response.writeHead(404, text)
    response.end("Page not found")
  }
}

server.listen(port: environment.port ?? 3000)
print("Listening on http://127.0.0.1:\(server.port)/")
EventLoop.main.run()
