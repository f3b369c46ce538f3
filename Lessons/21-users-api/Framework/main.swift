import Chassis

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

let app = App()
app.use(json(limit: 1000))

// 2. List.
app.get("/users") { request, response in
  response.json(users)
}

// 3. Show one.
app.get("/users/:id") { request, response in
  response.json(users[try find(request)])
}

// 4. Create: check, number, keep, 201 and where it is. The number
// is taken behind the last await, so it is only ours.
app.post("/users") { request, response in
  let (name, email) = try readInput(request)
  try await sendWelcome(to: email)
  let user = User(id: nextID, name: name, email: email)
  nextID += 1
  users.append(user)
  response.location("/users/\(user.id)")
  response.status(201).json(user)
}

// 5. Replace. The body has been read before, so nothing can change
// between finding the user and changing it.
app.put("/users/:id") { request, response in
  let (name, email) = try readInput(request)
  let index = try find(request)
  users[index].name = name
  users[index].email = email
  response.json(users[index])
}

// 6. Delete: its number is never given again.
app.delete("/users/:id") { request, response in
  users.remove(at: try find(request))
  response.sendStatus(204)
}

app.use { request, response, next in
  throw HTTPError(404, "Not found")
}

// 7. One place for errors: 500 for what is ours.
app.onError { error, request, response in
  if let refusal = error as? HTTPError, refusal.status < 500 {
    let problem = Problem(error: words(for: refusal))
    response.status(refusal.status).json(problem)
  } else {
    report("\(request.method) \(request.url): \(error)")
    let problem = Problem(error: "Internal server error")
    response.status(500).json(problem)
  }
}

// What `json()` refuses has a code; it is said in our words.
func words(for refusal: HTTPError) -> String {
  if refusal.code == nil { return refusal.message }
  return refusal.status == 413
    ? "At most 1000 bytes" : "Invalid JSON"
}

func find(_ request: Request) throws -> Int {
  let id = request.params["id"]
  guard let index = users.firstIndex(where: { String($0.id) == id })
  else { throw HTTPError(404, "User not found") }
  return index
}

func readInput(
  _ request: Request
) throws -> (name: String, email: String) {
  let input = try request.body(as: Input.self)
  guard let name = input.name, !name.isEmpty,
    let email = input.email, !email.isEmpty
  else { throw HTTPError(400, "Name and email are required") }
  return (name, email)
}

// In the place of a mail server: it takes its time, and one domain
// is down.
func sendWelcome(to email: String) async throws {
  try await Task.sleep(for: .milliseconds(1))
  if email.hasSuffix("@down.example") {
    throw MailError(message: "mx1.internal does not answer")
  }
}

// 8. Listen: short for HTTPServer, listen(port:) and run().
app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)/users"
  print("Listening on \(address)")
  print("Try: curl -i \(address)/1")
  print("Try: curl -i -X DELETE \(address)/2")
}
