// The product: what it offers grows, and all of it needs the same
// guard, the same checks and the same errors.

import Engine

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

let users = ["t1-5dcf": "Rahul", "t2-9b0e": "Priya"]

// 3. Health: open to all, for the program that watches this one.
func health(_ response: Response) throws {
  answer(response, 200, try JSON.stringify(Health(status: "ok")))
}

func createProject(
  _ request: Request, _ response: Response
) async throws {
  // 4. Guard: before the body is looked at.
  guard let user = user(of: request) else {
    response.headers["WWW-Authenticate"] = "Bearer"
    return try refuse(response, 401, "unauthorized")
  }
  // 5. Create: check, keep, answer.
  let bytes = try await request.body.collect(upTo: 1000)
  let input = try JSON.parse(bytes, as: Input.self)
  guard let name = input.name, !name.isEmpty else {
    return try refuse(response, 400, "name is required")
  }
  let id = try await save(name)
  let project = Project(id: id, name: name, owner: user)
  answer(response, 201, try JSON.stringify(project))
}

func user(of request: Request) -> String? {
  let field = request.headers["Authorization"] ?? ""
  let parts = field.split(separator: " ")
  guard parts.count == 2, parts[0].lowercased() == "bearer" else {
    return nil
  }
  return users[String(parts[1])]
}
