// The members of a garden club, ten at most. Each address is asked
// whether it answers, and that takes a moment: whatever counts is
// looked up behind it.

import Chassis

struct Member: Codable {
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

let mostMembers = 10
var members = [
  Member(id: 1, name: "Rahul", email: "rahul@example.com"),
  Member(id: 2, name: "Priya", email: "priya@example.com"),
]
var nextID = 3

let app = App()
app.use(json(limit: 1000))

app.get("/members") { request, response in
  response.json(members)
}

app.get("/members/:id") { request, response in
  response.json(members[try find(request)])
}

app.post("/members") { request, response in
  let (name, email) = try readInput(request)
  try await ask(email)
  // From here to `append` nobody else runs.
  guard members.count < mostMembers else {
    throw HTTPError(409, "The club is full")
  }
  let member = Member(id: nextID, name: name, email: email)
  nextID += 1
  members.append(member)
  response.location("/members/\(member.id)")
  response.status(201).json(member)
}

app.put("/members/:id") { request, response in
  let (name, email) = try readInput(request)
  try await ask(email)
  let index = try find(request)
  members[index].name = name
  members[index].email = email
  response.json(members[index])
}

app.delete("/members/:id") { request, response in
  members.remove(at: try find(request))
  response.sendStatus(204)
}

app.use { request, response, next in
  throw HTTPError(404, "Not found")
}

app.onError { error, request, response in
  let refusal = error as? HTTPError
  let status = refusal?.status ?? 500
  let words =
    status < 500
    ? refusal?.message ?? "" : "Internal server error"
  response.status(status).json(Problem(error: words))
}

/// Asks an address whether it answers; for one that does not, it
/// waits longer. Given: leave it as it is.
func ask(_ email: String) async throws {
  let answers = email.contains("@")
  try await Task.sleep(for: .milliseconds(answers ? 300 : 600))
  guard answers else {
    throw HTTPError(400, "No such address")
  }
}

func find(_ request: Request) throws -> Int {
  let id = request.params["id"]
  let index = members.firstIndex { String($0.id) == id }
  guard let index else {
    throw HTTPError(404, "Member not found")
  }
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

app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)/members"
  print("Listening on \(address)")
  let zoe = #"{"name":"Zoë","email":"zoe@example.com"}"#
  print("Try: curl -i \(address) --json '\(zoe)'")
  print("Try: curl -i -X DELETE \(address)/1")
}
