import Engine

let html: Headers = ["Content-Type": "text/html; charset=utf-8"]

let server = HTTPServer { request, response in
  // 1. Choose: a method and a path, without the query.
  // TODO: an answer for each page of the bakery.

  // 2. Nothing fits.
  response.writeHead(404, html)
  response.end("No such page")
}

// 3. Listen, then give this thread to the loop.
server.listen(port: environment.port ?? 3000)
let address = "http://127.0.0.1:\(server.port)"
print("Listening on \(address)/")
print("Try: curl -i \(address)/menu")
print("Try: curl -i -X POST \(address)/bell")
EventLoop.main.run()
