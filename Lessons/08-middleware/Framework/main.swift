import Chassis

let app = App()

// 1. Log: once, around everything that follows.
app.use { request, response, next in
  let start = ContinuousClock.now
  try await next()
  let time = (ContinuousClock.now - start) / .milliseconds(1)
  print("\(request.method) \(request.originalUrl) - \(time) ms")
}

// 2. Order: what stands first runs first on the way in.
app.use { request, response, next in
  response.append("X-Order", "first")
  try await next()
}

app.use { request, response, next in
  response.append("X-Order", "second")
  try await next()
}

// 3. Bound to a path: everything below /admin.
app.use("/admin") { request, response, next in
  response.append("X-Order", "admin")
  // 4. Short circuit: an answer here, and nothing further in.
  if request.get("X-Key") == "open sesame" {
    try await next()
  } else {
    response.status(403).send("Admins only")
  }
}

app.get("/") { request, response in
  response.send("Welcome to the homepage")
}

app.get("/admin/users") { request, response in
  response.send("Rahul, Priya")
}

// 5. One that forgets to answer, and to call next().
app.use("/forgotten") { request, response, next in
}

// 6. One that calls next() twice: the second call throws.
app.use("/twice") { request, response, next in
  try await next()
  try await next()
}

app.use("/twice") { request, response, next in
  response.send("Answered once")
}

app.use { request, response, next in
  response.status(404).send("Page not found")
}

// 7. Listen: short for HTTPServer, listen(port:) and run().
app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/")
  print("Try: curl -i \(address)/admin/users")
  let key = "-H 'X-Key: open sesame'"
  print("Try: curl -i \(key) \(address)/admin/users")
}
