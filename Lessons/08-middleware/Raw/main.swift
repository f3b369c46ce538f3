import Engine

let html: Headers = ["Content-Type": "text/html; charset=utf-8"]

let server = HTTPServer { request, response in
  let start = ContinuousClock.now
  // 2. Order: what every answer needs is set before the branches.
  response.headers.append("X-Order", "first")
  response.headers.append("X-Order", "second")

  let path = request.url.prefix { $0 != "?" }
  if path == "/" {
    answer(response, 200, "Welcome to the homepage")
    // 1. Log: in this branch, and in every other.
    log(request, since: start)
  } else if path == "/admin" || path.hasPrefix("/admin/") {
    // 3. Bound to a path: everything below /admin.
    response.headers.append("X-Order", "admin")
    // 4. Short circuit: an answer here, and nothing further in.
    if request.headers["X-Key"] != "open sesame" {
      answer(response, 403, "Admins only")
      log(request, since: start)
    } else if path == "/admin/users" {
      answer(response, 200, "Rahul, Priya")
      log(request, since: start)
    } else {
      answer(response, 404, "Page not found")
      log(request, since: start)
    }
  } else if path == "/forgotten" {
    // 5. A branch that forgets to answer.
    log(request, since: start)
  } else if path == "/twice" {
    // 6. A branch that answers twice: the second is lost.
    answer(response, 200, "Answered once")
    answer(response, 200, "Answered twice")
    log(request, since: start)
  } else {
    answer(response, 404, "Page not found")
    log(request, since: start)
  }
}

func answer(_ response: Response, _ status: Int, _ text: String) {
  response.writeHead(status, html)
  response.end(text)
}

func log(_ request: Request, since start: ContinuousClock.Instant) {
  let time = (ContinuousClock.now - start) / .milliseconds(1)
  print("\(request.method) \(request.url) - \(time) ms")
}

// 7. Listen, then give this thread to the loop.
server.listen(port: environment.port ?? 3000)
let address = "http://127.0.0.1:\(server.port)"
print("Listening on \(address)/")
print("Try: curl -i \(address)/admin/users")
print("Try: curl -i -H 'X-Key: open sesame' \(address)/admin/users")
EventLoop.main.run()
