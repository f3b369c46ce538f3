// The app that is measured: what Chassis does with a request, and what it costs as an app grows. How to run it stands in
// Tests/README.md.
//
//     GET  /                    a text
//     GET  /users/42            a small value as JSON
//     POST /echo                JSON in, decoded, encoded again
//     GET  /static/7            one of ROUTES routes without a parameter
//     GET  /item/7/of/42        one of ROUTES routes with one
//     GET  /big.bin             a file of FOLDER
//
// MIDDLEWARE is how many pieces of middleware that only pass on stand before them all.

import Chassis

struct User: Codable {
  var id: Int
  var name: String
  var email: String
}

struct Group: Codable {
  var users: [User]
}

let users = (1...100).map { User(id: $0, name: "User \($0)", email: "user\($0)@example.com") }

func number(_ name: String, _ otherwise: Int) -> Int {
  environment[name].flatMap { Int($0) } ?? otherwise
}

let app = App()

for _ in 0..<number("MIDDLEWARE", 0) {
  app.use { _, _, next in try await next() }
}

app.get("/") { _, response in response.send("Welcome to the homepage") }

app.get("/users/:id") { request, response in
  let id = try request.param("id", as: Int.self)
  guard let user = users.first(where: { $0.id == id }) else {
    throw HTTPError(404, "User not found")
  }
  response.json(user)
}

app.post("/echo", json()) { request, response in
  response.status(201).json(try request.body(as: Group.self))
}

for index in 0..<number("ROUTES", 0) {
  app.get("/static/\(index)") { _, response in response.send("found") }
  app.get("/item/\(index)/of/:id") { request, response in
    response.send(request.params["id"] ?? "")
  }
}

if let folder = environment["FOLDER"] { app.use(staticFiles(folder)) }

app.use { _, response, _ in response.send("Page not found") }

app.listen(port: environment.port ?? 3000) { port in
  print("Listening on http://127.0.0.1:\(port)/")
}
