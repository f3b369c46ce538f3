import Engine

let html: Headers = ["Content-Type": "text/html; charset=utf-8"]

let server = HTTPServer { request, response in
  // 1. Choose: first the path, then the method, by nested checks.
  let path = request.url.prefix { $0 != "?" }
  if path == "/users" {
    switch request.method {
    case "GET", "HEAD":
      // 2. Answer: HEAD wants the same head, and no body. The
      // engine drops the body; to notice HEAD is up to you.
      answer(response, 200, "All users")
    case "POST":
      answer(response, 201, "User created")
    case "OPTIONS":
      // 3. OPTIONS asks which methods there are.
      tellMethods(response, "GET, HEAD, POST")
    default:
      // 4. A known path, but not this way.
      refuseMethod(response, "GET, HEAD, POST")
    }
  } else if path == "/users/42" {
    switch request.method {
    case "GET", "HEAD":
      answer(response, 200, "User 42")
    case "PUT":
      answer(response, 200, "User 42 replaced")
    case "DELETE":
      response.writeHead(204)
      response.end()
    case "OPTIONS":
      tellMethods(response, "DELETE, GET, HEAD, PUT")
    default:
      refuseMethod(response, "DELETE, GET, HEAD, PUT")
    }
  } else if path == "/echo-method" {
    // 5. Every method, whatever its name.
    answer(response, 200, "You said \(request.method)")
  } else {
    // 6. Nothing fits.
    refuse(response, 404, "Cannot \(request.method) \(path)")
  }
}

func answer(_ response: Response, _ status: Int, _ text: String) {
  response.writeHead(status, html)
  response.end(text)
}

func tellMethods(_ response: Response, _ methods: String) {
  response.writeHead(
    200,
    [
      "Allow": methods,
      "Content-Type": "text/plain",
      "X-Content-Type-Options": "nosniff",
    ])
  response.end(methods)
}

func refuseMethod(_ response: Response, _ methods: String) {
  response.headers["Allow"] = methods
  refuse(response, 405, "Method Not Allowed")
}

func refuse(_ response: Response, _ status: Int, _ text: String) {
  response.writeHead(
    status,
    [
      "Content-Type": "text/plain; charset=utf-8",
      "X-Content-Type-Options": "nosniff",
    ])
  response.end(text)
}

// 7. Listen, then give this thread to the loop.
server.listen(port: environment.port ?? 3000)
let address = "http://127.0.0.1:\(server.port)"
print("Listening on \(address)/users")
print("Try: curl -i -X DELETE \(address)/users/42")
print("Try: curl -i -X OPTIONS \(address)/users")
EventLoop.main.run()
