import Engine

let server = HTTPServer { request, response in
  // 1. Split the path into segments. A slash at the end is
  // tolerated, so it is taken off first.
  var path = request.url.prefix { $0 != "?" }
  if path.count > 1 && path.last == "/" { path.removeLast() }
  let segments = path.dropFirst()
    .split(separator: "/", omittingEmptySubsequences: false)
  guard request.method == "GET" else {
    return answer(response, 404, "Page not found")
  }

  // 2. Mount: compare the beginning, and hand on the rest.
  let rest = segments.dropFirst()
  switch segments.first {
  case "users": serveUsers(rest, below: "/users", response)
  case "v1": serveVersion1(rest, response)
  case "v2": try serveVersion2(rest, response)
  default:
    // 7. Nothing fits.
    answer(response, 404, "Page not found")
  }
}

// 8. Listen, then give this thread to the loop.
server.listen(port: environment.port ?? 3000)
let address = "http://127.0.0.1:\(server.port)"
print("Listening on \(address)/users")
print("Try: curl -i \(address)/v1/users/1/tasks")
print("Try: curl -i \(address)/v2/users")
EventLoop.main.run()
