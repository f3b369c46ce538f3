// The product: what it offers grows, and all of it needs the same
// guard, the same checks and the same errors.

import Chassis

struct Health: Codable {
  var status: String
}

struct Input: Codable {
  var name: String?
}

struct Project: Codable {
  var id: String
  var name: String
  var owner: String
}

let users = [
  "t1-5dcf": Identity("Rahul"), "t2-9b0e": Identity("Priya"),
]

func productRouter() -> Router {
  let router = Router()

  // 3. Health: open to all, for the program that watches this one.
  router.get("/health") { request, response in
    response.json(Health(status: "ok"))
  }

  // 4. Guard: before the body is looked at.
  router.post("/projects", authenticate, json(limit: 1000)) {
    request, response in
    // 5. Create: check, keep, answer.
    let input = try request.body(as: Input.self)
    guard let name = input.name, !name.isEmpty else {
      throw HTTPError(400, "name is required")
    }
    let user = try request.local(Identity.self)
    let id = try await save(name)
    let project = Project(id: id, name: name, owner: user.name)
    response.status(201).json(project)
  }
  return router
}

func authenticate(
  _ request: Request, _ response: Response, _ next: Next
) async throws {
  let parts = (request.get("Authorization") ?? "")
    .split(separator: " ")
  guard parts.count == 2, parts[0].lowercased() == "bearer",
    let user = users[String(parts[1])]
  else {
    response.set("WWW-Authenticate", "Bearer")
    throw HTTPError(401, "unauthorized")
  }
  request.locals[Identity.self] = user
  try await next()
}
