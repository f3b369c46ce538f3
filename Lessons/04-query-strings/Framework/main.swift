import Chassis

struct User {
  var name: String
  var role: String
  var city: String
}

let users = [
  User(name: "Rahul", role: "admin", city: "Pune"),
  User(name: "Priya", role: "member", city: "Delhi"),
  User(name: "Zoë", role: "admin", city: "Paris"),
  User(name: "Amara", role: "member", city: "Pune"),
  User(name: "Chen", role: "guest", city: "Pune"),
]

let app = App()

// 2. Split, then decode: `query` holds the pairs, in order.
app.get("/echo-query") { request, response in
  let lines = request.query.map { "\($0.name) is \"\($0.value)\"" }
  response.type("text").send(lines.joined(separator: ", "))
}

app.get("/users") { request, response in
  // 3. Choose: a name may come twice, and each value counts.
  let roles = request.query.all("role")
  let found = users.filter {
    roles.isEmpty || roles.contains($0.role)
  }
  // 4. Page: numbers from a stranger, so look at both ends.
  let page = try request.query("page", as: Int.self) ?? 1
  let limit = try request.query("limit", as: Int.self) ?? 10
  response.type("text")
  guard (1...1000).contains(page), (1...100).contains(limit) else {
    response.status(400).send("page 1 to 1000, limit 1 to 100")
    return
  }
  let onPage = found.dropFirst((page - 1) * limit).prefix(limit)
  response.send(list(onPage))
}

// 5. Brackets: the extended syntax makes fields within fields of
// them, and those are read as a type.
app.queryParser = .extended

struct Search: Codable {
  var names: [String]?
  var filter: Filter?
}

struct Filter: Codable {
  var role: String?
  var city: String?
}

app.get("/search") { request, response in
  let search = try request.query(as: Search.self)
  let names = search.names ?? []
  let role = search.filter?.role
  let city = search.filter?.city
  let found = users.filter { user in
    (names.isEmpty || names.contains(user.name))
      && (role == nil || role == user.role)
      && (city == nil || city == user.city)
  }
  response.type("text").send(list(found[...]))
}

func list(_ users: ArraySlice<User>) -> String {
  let names = users.map(\.name)
  return names.isEmpty ? "Nobody" : names.joined(separator: ", ")
}

app.use { request, response, next in
  response.status(404).type("text").send("Page not found")
}

// 6. Listen: short for HTTPServer, listen(port:) and run().
app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/users")
  print("Try: curl -i '\(address)/users?role=admin'")
  print("Try: curl -i '\(address)/users?page=2&limit=2'")
}
