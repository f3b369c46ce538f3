// The server of a small project tracker, on Chassis. The number,
// the trail and the key are each said once; the routes below know
// nothing of them.

import Chassis

var trail: [String] = []

let app = App()

// Every request: a number on the way in, a line on the way out,
// when the status is known.
app.use { request, response, next in
  response.set("X-Audit", "\(trail.count + 1)")
  try await next()
  let asked = "\(request.method) \(request.originalUrl)"
  trail.append("\(asked) \(response.statusCode)")
}

// Two areas, one guard.
app.use("/admin", staffOnly)
app.use("/billing", staffOnly)

func staffOnly(
  _ request: Request, _ response: Response, _ next: Next
) async throws {
  if request.get("X-Key") == "open sesame" {
    try await next()
  } else {
    response.status(403).send("Staff only")
  }
}

app.get("/") { request, response in
  response.send("Welcome to the homepage")
}

app.get("/projects") { request, response in
  response.send("Garden, Library")
}

app.get("/admin/users") { request, response in
  response.send("Rahul, Priya")
}

app.get("/admin/trail") { request, response in
  response.json(trail)
}

app.get("/billing/total") { request, response in
  response.send("Total: 1200")
}

app.use { request, response, next in
  response.status(404).send("Page not found")
}

app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/")
  print("Try: curl -i \(address)/billing/total")
  let key = "-H 'X-Key: open sesame'"
  print("Try: curl \(key) \(address)/admin/trail")
}
