import Chassis

let users = [
  "t1-5dcf": Identity("Rahul", roles: ["admin"]),
  "t2-9b0e": Identity("Priya", roles: ["member"]),
]

let app = App()

// 1. Who is it? A middleware that hands the user on, or answers.
func authenticate(
  _ request: Request, _ response: Response, _ next: Next
) async throws {
  guard let field = request.get("Authorization") else {
    return challenge(response, "No token provided")
  }
  let parts = field.split(separator: " ")
  guard parts.count == 2, parts[0].lowercased() == "bearer" else {
    return challenge(response, "Malformed token")
  }
  guard let user = users[String(parts[1])] else {
    return challenge(response, "Invalid token")
  }
  request.locals[Identity.self] = user
  try await next()
}

// 401: "I do not know you." It says how to introduce oneself.
func challenge(_ response: Response, _ reason: String) {
  response.set("WWW-Authenticate", "Bearer")
  response.status(401).type("text").send(reason)
}

// 2. May they? 403: "I know you, and the answer is no."
let adminsOnly = requireRole("admin")

// 3. Open: nobody is asked.
app.get("/") { request, response in
  response.type("text").send("Welcome to the homepage")
}

app.get("/projects") { request, response in
  response.type("text").send("Garden, Library")
}

// 4. Guarded: the check stands before the work, as a word.
app.get("/dashboard", authenticate) { request, response in
  let user = try request.local(Identity.self)
  response.type("text").send("Welcome, \(user.name)")
}

app.post("/projects", authenticate) { request, response in
  let user = try request.local(Identity.self)
  response.status(201).type("text").send("Added by \(user.name)")
}

app.delete("/projects/1", authenticate, adminsOnly) {
  request, response in
  let user = try request.local(Identity.self)
  response.type("text").send("Removed by \(user.name)")
}

// 5. Everything below a path, unknown pages too.
app.use("/admin", authenticate, adminsOnly)

app.get("/admin/users") { request, response in
  response.type("text").send("Rahul, Priya")
}

app.use { request, response, next in
  response.status(404).type("text").send("Page not found")
}

// 6. Listen: short for HTTPServer, listen(port:) and run().
app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/")
  print("Try: curl -i \(address)/dashboard")
  let token = "-H 'Authorization: Bearer t1-5dcf'"
  print("Try: curl -i \(address)/dashboard \(token)")
}
