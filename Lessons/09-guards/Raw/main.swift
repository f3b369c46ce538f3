import Engine

struct User {
  var name: String
  var role: String
}

let users = [
  "t1-5dcf": User(name: "Rahul", role: "admin"),
  "t2-9b0e": User(name: "Priya", role: "member"),
]

let server = HTTPServer { request, response in
  let path = request.url.prefix { $0 != "?" }
  switch (request.method, path) {
  case ("GET", "/"):
    // 3. Open: nobody is asked.
    answer(response, 200, "Welcome to the homepage")
  case ("GET", "/projects"):
    answer(response, 200, "Garden, Library")
  case ("GET", "/dashboard"):
    // 4. Guarded: the check stands before the work, here …
    guard let user = authenticate(request, response) else {
      return
    }
    answer(response, 200, "Welcome, \(user.name)")
  case ("POST", "/projects"):
    // … and here …
    guard let user = authenticate(request, response) else {
      return
    }
    answer(response, 201, "Added by \(user.name)")
  case ("DELETE", "/projects/1"):
    // … and here, with a role besides.
    guard let user = authenticate(request, response) else {
      return
    }
    guard user.role == "admin" else {
      return forbid(response, "admin")
    }
    answer(response, 200, "Removed by \(user.name)")
  case _ where path == "/admin" || path.hasPrefix("/admin/"):
    // 5. Everything below a path, unknown pages too.
    guard let user = authenticate(request, response) else {
      return
    }
    guard user.role == "admin" else {
      return forbid(response, "admin")
    }
    if request.method == "GET" && path == "/admin/users" {
      answer(response, 200, "Rahul, Priya")
    } else {
      answer(response, 404, "Page not found")
    }
  default:
    answer(response, 404, "Page not found")
  }
}

// 1. Who is it? The user, or nil if the answer is given already.
func authenticate(
  _ request: Request, _ response: Response
) -> User? {
  guard let field = request.headers["Authorization"] else {
    challenge(response, "No token provided")
    return nil
  }
  let parts = field.split(separator: " ")
  guard parts.count == 2, parts[0].lowercased() == "bearer" else {
    challenge(response, "Malformed token")
    return nil
  }
  guard let user = users[String(parts[1])] else {
    challenge(response, "Invalid token")
    return nil
  }
  return user
}

// 401: "I do not know you." It says how to introduce oneself.
func challenge(_ response: Response, _ reason: String) {
  response.headers["WWW-Authenticate"] = "Bearer"
  answer(response, 401, reason)
}

// 2. May they? 403: "I know you, and the answer is no."
func forbid(_ response: Response, _ role: String) {
  response.headers["X-Content-Type-Options"] = "nosniff"
  answer(response, 403, "expected the role \(role)")
}

func answer(_ response: Response, _ status: Int, _ text: String) {
  response.writeHead(
    status, ["Content-Type": "text/plain; charset=utf-8"])
  response.end(text)
}

// 6. Listen, then give this thread to the loop.
server.listen(port: environment.port ?? 3000)
let address = "http://127.0.0.1:\(server.port)"
print("Listening on \(address)/")
print("Try: curl -i \(address)/dashboard")
let token = "-H 'Authorization: Bearer t1-5dcf'"
print("Try: curl -i \(address)/dashboard \(token)")
EventLoop.main.run()
