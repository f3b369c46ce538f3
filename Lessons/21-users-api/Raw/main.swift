import Engine

struct User: Codable {
  var id: Int
  var name: String
  var email: String
}

struct Input: Codable {
  var name: String?
  var email: String?
}

struct Problem: Codable {
  var error: String
}

struct MailError: Error {
  var message: String
}

var users = [
  User(id: 1, name: "Rahul", email: "rahul@example.com"),
  User(id: 2, name: "Priya", email: "priya@example.com"),
]
var nextID = 3

let server = HTTPServer { request, response in
  // 1. Take the path apart, and see which of the two it is.
  let path = request.url.prefix { $0 != "?" }
  let parts = path.split(separator: "/")
  // 7. One do and catch around everything: 500 for what is ours.
  do {
    if parts == ["users"] {
      try await serveAll(request, response)
    } else if parts.count == 2 && parts[0] == "users" {
      try await serveOne(String(parts[1]), request, response)
    } else {
      try answer(response, 404, Problem(error: "Not found"))
    }
  } catch is BodyError {
    fail(response, 413, "At most 1000 bytes")
  } catch {
    report("\(request.method) \(request.url): \(error)")
    fail(response, 500, "Internal server error")
  }
}

func serveAll(
  _ request: Request, _ response: Response
) async throws {
  switch request.method {
  case "GET":
    // 2. List.
    try answer(response, 200, users)
  case "POST":
    // 4. Create: check, number, keep, 201 and where it is. The
    // number is taken behind the last await, so it is only ours.
    guard let (name, email) = try await readInput(request, response)
    else { return }
    try await sendWelcome(to: email)
    let user = User(id: nextID, name: name, email: email)
    nextID += 1
    users.append(user)
    response.headers["Location"] = "/users/\(user.id)"
    try answer(response, 201, user)
  default:
    try answer(response, 404, Problem(error: "Not found"))
  }
}

func serveOne(
  _ id: String, _ request: Request, _ response: Response
) async throws {
  switch request.method {
  case "GET":
    // 3. Show one.
    guard let index = find(id) else {
      return fail(response, 404, "User not found")
    }
    try answer(response, 200, users[index])
  case "PUT":
    // 5. Replace: look again after the await; it may be gone.
    guard let (name, email) = try await readInput(request, response)
    else { return }
    guard let index = find(id) else {
      return fail(response, 404, "User not found")
    }
    users[index].name = name
    users[index].email = email
    try answer(response, 200, users[index])
  case "DELETE":
    // 6. Delete: its number is never given again.
    guard let index = find(id) else {
      return fail(response, 404, "User not found")
    }
    users.remove(at: index)
    response.writeHead(204)
    response.end()
  default:
    try answer(response, 404, Problem(error: "Not found"))
  }
}

func find(_ id: String) -> Int? {
  users.firstIndex { String($0.id) == id }
}

func readInput(
  _ request: Request, _ response: Response
) async throws -> (name: String, email: String)? {
  let bytes = try await request.body.collect(upTo: 1000)
  do {
    let input = try JSON.parse(bytes, as: Input.self)
    guard let name = input.name, !name.isEmpty,
      let email = input.email, !email.isEmpty
    else {
      fail(response, 400, "Name and email are required")
      return nil
    }
    return (name, email)
  } catch {
    fail(response, 400, "Invalid JSON")
    return nil
  }
}

func answer(
  _ response: Response, _ status: Int, _ value: some Codable
) throws {
  let text = try JSON.stringify(value)
  response.writeHead(
    status, ["Content-Type": "application/json; charset=utf-8"])
  response.end(text)
}

func fail(_ response: Response, _ status: Int, _ reason: String) {
  do {
    try answer(response, status, Problem(error: reason))
  } catch {
    response.destroy()
  }
}

// In the place of a mail server: it takes its time, and one domain
// is down.
func sendWelcome(to email: String) async throws {
  try await Task.sleep(for: .milliseconds(1))
  if email.hasSuffix("@down.example") {
    throw MailError(message: "mx1.internal does not answer")
  }
}

// 8. Listen, then give this thread to the loop.
server.listen(port: environment.port ?? 3000)
let address = "http://127.0.0.1:\(server.port)/users"
print("Listening on \(address)")
print("Try: curl -i \(address)/1")
print("Try: curl -i -X DELETE \(address)/2")
EventLoop.main.run()
