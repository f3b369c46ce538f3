import Chassis

let folder = "Lessons/13-views/views"

struct User: Codable {
  var name: String
  var city: String
}

struct Comment: Codable {
  var name: String
  var text: String
  var replies: [Comment] = []
}

var users = [
  User(name: "Rahul", city: "Pune"),
  User(name: "Priya", city: ""),
]

let comments = [
  Comment(
    name: "Rahul", text: "Roses & thorns?",
    replies: [
      Comment(
        name: "Priya", text: "Roses <3",
        replies: [Comment(name: "Rahul", text: "Good.")]),
      Comment(name: "Zoë", text: "Tulips."),
    ])
]

let app = App()

// 1. Escape, 2. a layout and 3. lists: the templates say it.
app.views = Views(folder)
app.locals["site"] = "The garden club"
app.use(urlencoded(limit: 1000))

app.get("/users") { request, response in
  try await response.render("users", ["users": users])
}

app.post("/users") { request, response in
  // 5. Add: whatever a stranger calls himself is kept as it is.
  let name = try request.form["name"] ?? ""
  guard !name.isEmpty else {
    throw HTTPError(400, "A name is needed")
  }
  let city = try request.form["city"] ?? ""
  users.append(User(name: name, city: city))
  response.redirect(303, "/users")
}

app.get("/comments") { request, response in
  // 4. A template that uses itself, until there are no replies.
  try await response.render("comments", ["comments": comments])
}

app.get("/mirror") { request, response in
  // 6. One that uses itself, and nothing ends it: an error.
  try await response.render("mirror")
}

app.get("/help") { request, response in
  // 7. A view, and nobody has written it.
  try await response.render("help")
}

app.use { request, response, next in
  throw HTTPError(404, "Page not found")
}

// 8. Listen: short for HTTPServer, listen(port:) and run().
app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/users")
  print("Try: curl -i \(address)/comments")
  print("Try: curl -i \(address)/users -d 'name=<b>Zoë</b>'")
}
