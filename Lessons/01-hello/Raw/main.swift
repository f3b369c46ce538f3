import Engine

let html: Headers = ["Content-Type": "text/html; charset=utf-8"]

let server = HTTPServer { request, response in
  // 1. Choose: every request comes here, so look at the method
  // and at the path. A query after "?" is no part of the path.
  let path = request.url.prefix { $0 != "?" }
  if request.method == "GET" && path == "/" {
    // 2. Answer: status, type and text are yours to set.
    response.writeHead(200, html)
    response.end("Welcome to the homepage")
  } else if request.method == "GET" && path == "/about" {
    response.writeHead(200, html)
    response.end("This is the about page")
  } else {
    // 3. Nothing fits: without this the client would get a 500.
    response.writeHead(404, html)
    response.end("Page not found")
  }
}

// 4. Listen, then give this thread to the loop.
server.listen(port: environment.port ?? 3000)
print("Listening on http://127.0.0.1:\(server.port)/")
print("Try: curl -i http://127.0.0.1:\(server.port)/about")
EventLoop.main.run()
