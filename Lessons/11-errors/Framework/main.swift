import Chassis

struct Problem: Codable {
  var error: String
}

struct User: Codable {
  var id: Int
  var name: String
}

struct DatabaseError: Error {
  var message: String
}

let users = [User(id: 1, name: "Rahul"), User(id: 2, name: "Priya")]

let app = App()

// 1. Something can go wrong in each route: it is thrown.
app.get("/users/:id") { request, response in
  guard let id = Int(request.params["id"] ?? "") else {
    throw HTTPError(400, "The id must be a number")
  }
  guard let user = users.first(where: { $0.id == id }) else {
    throw HTTPError(404, "User not found")
  }
  response.json(user)
}

app.get("/report") { request, response in
  try await readReport()
  response.end()
}

app.get("/late") { request, response in
  // 3. After the first byte it is too late for another status:
  // the connection is cut, so that nobody takes half for whole.
  try await response.write("Half of the re")
  try await readReport()
  response.end("port")
}

app.get("/worse") { request, response in
  throw DatabaseError(message: "the disk is full")
}

// 5. Nothing fits: an error like any other.
app.use { request, response, next in
  throw HTTPError(404, "Page not found")
}

// 2. One place for all of them: tell the operator everything, and
// the client only what was meant for it.
app.onError { error, request, response in
  if let refusal = error as? HTTPError, refusal.status < 500 {
    let problem = Problem(error: refusal.message)
    response.status(refusal.status).json(problem)
  } else if request.path == "/worse" {
    // 4. An error within the error handler: the framework answers.
    throw error
  } else {
    report("\(request.method) \(request.url): \(error)")
    let problem = Problem(error: "Something went wrong")
    response.status(500).json(problem)
  }
}

func readReport() async throws {
  try await Task.sleep(for: .milliseconds(1))
  throw DatabaseError(message: "password 1234 was refused")
}

// 6. Listen: short for HTTPServer, listen(port:) and run().
app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/users/1")
  print("Try: curl -i \(address)/report")
  print("Try: curl -i \(address)/late")
}
