import Chassis

struct User: Codable {
  var id: Int
  var name: String
}

let rahul = User(id: 1, name: "Rahul")
let names = ["Rahul", "Priya", "Zoë"]

let app = App()

// 1. One thing in three forms: the client says which it likes.
app.get("/users/1") { request, response in
  try await response.format([
    "json": { response.json(rahul) },
    "html": { response.send("<p>\(rahul.name)</p>") },
    "text": { response.send(rahul.name) },
  ])
}

// 2. Where else to look: the pages around this one.
app.get("/users") { request, response in
  let page = Int(request.query["page"] ?? "1") ?? 0
  response.type("text")
  guard (1...names.count).contains(page) else {
    response.status(404).send("No such page")
    return
  }
  if page > 1 {
    response.links(["prev": "/users?page=\(page - 1)"])
  }
  if page < names.count {
    response.links(["next": "/users?page=\(page + 1)"])
  }
  response.send(names[page - 1])
}

// 3. Elsewhere: a status, an address, and a line for people.
app.post("/users") { request, response in
  response.redirect(303, "/users/1")
}

app.get("/people") { request, response in
  response.redirect(301, "/users")
}

// 4. To be saved: type and name of the file.
app.get("/users.csv") { request, response in
  let text = "name\n" + names.joined(separator: "\n") + "\n"
  response.attachment("users.csv").send(text)
}

// 5. Nothing to say: no body, and nothing about a body.
app.delete("/users/1") { request, response in
  response.status(204).send()
}

// 6. Nothing new: the client has this version already.
app.get("/rules") { request, response in
  response.set("ETag", "\"7\"").type("text")
  response.status(request.fresh ? 304 : 200).send("Be kind.")
}

// 7. Text from outside does not belong into a header. The engine
// refuses what would break the head in two.
app.get("/greeting") { request, response in
  let name = request.query["name"] ?? "nobody"
  response.set("X-Greeting", "Hello, \(name)")
  response.type("text").send("Hello")
}

app.use { request, response, next in
  response.status(404).type("text").send("Page not found")
}

// 8. Listen: short for HTTPServer, listen(port:) and run().
app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/users")
  print("Try: curl -i \(address)/users/1")
  print("Try: curl -i \(address)/users/1 -H 'Accept: text/html'")
}
