// The plan of a garden club: everybody may read it, members add to
// it, and only an admin removes something or sees the members.

import Chassis

let users = [
  "t1-5dcf": Identity("Rahul", roles: ["admin"]),
  "t2-9b0e": Identity("Priya", roles: ["member"]),
]

var plan = ["water-roses"]

let app = App()

func authenticate(
  _ request: Request, _ response: Response, _ next: Next
) async throws {
  let field = request.get("Authorization")
  guard let field else {
    return challenge(response, "No token provided")
  }
  let parts = field.split(separator: " ")
  guard parts.count == 2, parts[0].lowercased() == "bearer" else {
    return challenge(response, "Malformed token")
  }
  let token = String(parts[1])
  guard let user = users[token] else {
    return challenge(response, "Invalid token")
  }
  request.locals[Identity.self] = user
  try await next()
}

func challenge(_ response: Response, _ reason: String) {
  response.set("WWW-Authenticate", "Bearer")
  response.status(401).type("text").send(reason)
}

let adminsOnly = requireRole("admin")

app.get("/plan") { request, response in
  response.type("text").send(plan.joined(separator: ", "))
}

app.post("/plan/:task", authenticate) { request, response in
  let task = try request.param("task")
  plan.append(task)
  let user = try request.local(Identity.self)
  response.status(201).type("text").send("Added by \(user.name)")
}

app.delete("/plan/:task", authenticate) {
  request, response in
  let task = try request.param("task")
  guard let index = plan.firstIndex(of: task) else {
    throw HTTPError(404, "No such task")
  }
  plan.remove(at: index)
  response.sendStatus(204)
}

app.use("/members", authenticate, adminsOnly)

app.get("/members") { request, response in
  response.type("text").send("Rahul, Priya")
}

app.use { request, response, next in
  throw HTTPError(404, "Page not found")
}

app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/plan")
  print("Try: curl -i -X POST \(address)/plan/mend-gate")
  let token = "-H 'Authorization: Bearer t1-5dcf'"
  print("Try: curl -i \(address)/members \(token)")
}
