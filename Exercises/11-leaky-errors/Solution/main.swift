// An office's server: users, and a report for each year. What goes
// wrong is thrown where it happens, and answered in one place,
// which tells a client only what is meant for it.

import Chassis

struct Problem: Codable {
  var error: String
}

struct NewUser: Codable {
  var name: String
}

struct User: Codable {
  var id: Int
  var name: String
}

struct Report: Codable {
  var year: Int
  var projects: Int
}

struct ArchiveError: Error {
  var message: String
}

var users = [User(id: 1, name: "Rahul"), User(id: 2, name: "Priya")]
var lastId = 2

let app = App()

app.use(json())

app.get("/users") { request, response in
  response.json(users)
}

app.get("/users/:id") { request, response in
  let id = try number(request.params["id"])
  guard let user = users.first(where: { $0.id == id }) else {
    throw HTTPError(404, "User not found")
  }
  response.json(user)
}

app.post("/users") { request, response in
  let input = try request.body(as: NewUser.self)
  if input.name.isEmpty {
    throw HTTPError(400, "Name is required")
  }
  lastId += 1
  let user = User(id: lastId, name: input.name)
  users.append(user)
  response.status(201).json(user)
}

app.delete("/users/:id") { request, response in
  let id = try number(request.params["id"])
  try await remove(id)
  response.status(204).send()
}

app.get("/reports/:year") { request, response in
  let year = try number(request.params["year"])
  let found = try await readReport(year)
  response.json(found)
}

// Nothing fits: an error like any other.
app.use { request, response, next in
  throw HTTPError(404, "Page not found")
}

// A client's mistake is explained to the client. What goes wrong
// on our side is told to the operator, and to nobody else.
app.onError { error, request, response in
  let refusal = error as? HTTPError
  let status = refusal?.status ?? 500
  var words = "Something went wrong"
  if let refusal, status < 500 {
    words = refusal.message
  } else {
    report("\(request.method) \(request.url): \(error)")
  }
  response.status(status).json(Problem(error: words))
}

/// The number that stands in a path.
func number(_ text: String?) throws -> Int {
  guard let number = Int(text ?? "") else {
    throw HTTPError(400, "A number is expected")
  }
  return number
}

// What follows belongs to another office, and is as it has to be:
// it throws when it cannot do what was asked.

func remove(_ id: Int) async throws {
  try await Task.sleep(for: .milliseconds(1))
  guard let index = users.firstIndex(where: { $0.id == id }) else {
    throw HTTPError(404, "User not found")
  }
  guard id != 1 else {
    throw HTTPError(409, "Rahul still has projects")
  }
  users.remove(at: index)
}

func readReport(_ year: Int) async throws -> Report {
  try await Task.sleep(for: .milliseconds(1))
  if year == 2025 { return Report(year: year, projects: 12) }
  if year == 2001 {
    throw HTTPError(500, "Chen has lost the key of 2001")
  }
  if year < 2000 {
    throw HTTPError(503, "The tapes of \(year) are in room 12")
  }
  throw ArchiveError(message: "root:1234 cannot open \(year)")
}

app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/users")
  print("Try: curl -i \(address)/users/abc")
  print("Try: curl -i \(address)/reports/2026")
}
