import Chassis

struct NewUser: Codable {
  var name: String
  var email: String
}

struct User: Codable {
  var id: Int
  var name: String
  var email: String
}

struct Problem: Codable {
  var error: String
}

let app = App()

// 1. Check the type, 2. collect and 3. decode: one middleware.
app.use(json(limit: 1000))

app.post("/users") { request, response in
  let input = try request.body(as: NewUser.self)
  // 4. Answer.
  let user = User(id: 1, name: input.name, email: input.email)
  response.status(201).json(user)
}

app.use { request, response, next in
  response.status(404).json(Problem(error: "Page not found"))
}

// 5. What was refused, in the words of this service.
app.onError { error, request, response in
  guard let refusal = error as? HTTPError else { throw error }
  let words =
    switch refusal.status {
    case 413: "At most 1000 bytes"
    case 415: "Send application/json"
    case 400 where refusal.code == "body.missing":
      "A body is needed"
    default: "Invalid JSON"
    }
  response.status(refusal.status).json(Problem(error: words))
}

// 6. Listen: short for HTTPServer, listen(port:) and run().
app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)/users"
  print("Listening on \(address)")
  let user = #"{"name":"Rahul","email":"rahul@example.com"}"#
  print("Try: curl -i \(address) --json '\(user)'")
}
