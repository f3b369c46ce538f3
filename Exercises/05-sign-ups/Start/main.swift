// The server of the sign-ups, one of nine: one is right, and each
// of the others is that one with a small thing changed.

import Chassis

struct Person: Codable {
  var name: String
  var email: String
}

struct SignUp: Codable {
  var id: Int
  var name: String
  var email: String
}

struct Count: Codable {
  var count: Int
}

struct Problem: Codable {
  var error: String
}

var signUps: [SignUp] = []
var lastID = 0

let app = App()

// 1. Check, collect and decode bodies.
app.use(json(limit: 1000))

// 2. Somebody signs up.
app.post("/sign-ups") { request, response in
  let person = try request.body(as: Person.self)
  lastID += 1
  let signUp = SignUp(
    id: lastID, name: person.name, email: person.email)
  signUps.append(signUp)
  response.status(200).json(signUp)
}

// 3. How many there are.
app.get("/sign-ups") { request, response in
  response.json(Count(count: signUps.count))
}

app.use { request, response, next in
  response.status(404).json(Problem(error: "Page not found"))
}

// 4. What was refused, in the words of this service.
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

// 5. Listen: short for HTTPServer, listen(port:) and run().
app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)/sign-ups"
  print("Listening on \(address)")
  let person = #"{"name":"Rahul","email":"rahul@example.com"}"#
  print("Try: curl -i \(address) --json '\(person)'")
}
