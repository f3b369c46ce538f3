import Chassis

let names = [1: "Rahul", 2: "Priya"]

let app = App()

// 2. Compare: a path is a pattern, written once.
app.get("/users") { request, response in
  response.type("text").send("Rahul, Priya")
}

// 3. Decode, then check: `as: Int.self` does both, or answers 400.
app.get("/users/:id") { request, response in
  let id = try request.param("id", as: Int.self)
  guard let name = names[id] else {
    response.status(404).type("text").send("User not found")
    return
  }
  response.type("text").send("User \(id) is \(name)")
}

// 4. A parameter is decoded after the split, never before.
app.get("/hello/:name") { request, response in
  let name = try request.param("name")
  response.type("text").send("Hello, \(name)")
}

// 5. A segment that may be missing: braces around it.
app.get("/{:language/}greeting") { request, response in
  let language = request.params["language"] ?? "en"
  response.type("text").send("Hello in \(language)")
}

// 6. All the rest of a path, each segment decoded by itself.
app.get("/files/*path") { request, response in
  let segments = request.params.all("path")
  let answer = segments.joined(separator: " > ")
  response.type("text").send(answer)
}

app.use { request, response, next in
  response.status(404).type("text").send("Page not found")
}

// 7. Listen: short for HTTPServer, listen(port:) and run().
app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/users/1")
  print("Try: curl -i \(address)/users/abc")
  print("Try: curl -i \(address)/hello/Rahul%20Roy")
}
