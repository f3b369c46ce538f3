import Chassis

let app = App()

// 2. Mount: a router gets every request at and below its path.
app.use("/users", usersRouter())
app.use("/v1", version1Router())
app.use("/v2", version2Router())

// 7. Nothing fits, here or in any of the routers.
app.use { request, response, next in
  response.status(404).type("text").send("Page not found")
}

// 8. Listen: short for HTTPServer, listen(port:) and run().
app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/users")
  print("Try: curl -i \(address)/v1/users/1/tasks")
  print("Try: curl -i \(address)/v2/users")
}
