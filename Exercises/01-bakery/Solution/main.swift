import Engine

let html: Headers = ["Content-Type": "text/html; charset=utf-8"]

let server = HTTPServer { request, response in
  // 1. Choose: a method and a path, without the query.
  let path = request.url.prefix { $0 != "?" }
  if request.method == "GET" && path == "/" {
    response.writeHead(200, html)
    response.end("Welcome to the bakery")
  } else if request.method == "GET" && path == "/hours" {
    response.writeHead(200, html)
    response.end("Open from 7 to 19")
  } else if request.method == "GET" && path == "/menu" {
    response.writeHead(200, html)
    response.end("Bread, croissants, crème caramel")
  } else if request.method == "GET" && path == "/bell" {
    response.writeHead(200, html)
    response.end("Ring by POST")
  } else if request.method == "POST" && path == "/bell" {
    response.writeHead(200, html)
    response.end("Priya is coming")
  } else {
    // 2. Nothing fits.
    response.writeHead(404, html)
    response.end("No such page")
  }
}

// 3. Listen, then give this thread to the loop.
server.listen(port: environment.port ?? 3000)
let address = "http://127.0.0.1:\(server.port)"
print("Listening on \(address)/")
print("Try: curl -i \(address)/menu")
print("Try: curl -i -X POST \(address)/bell")
EventLoop.main.run()
