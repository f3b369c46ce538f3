import Chassis

let app = App()

// 1. Choose: one route, one path, one handler for each method.
app.route("/users")
  // 2. Answer: what stands for GET answers HEAD, too.
  .get { request, response in
    response.send("All users")
  }
  .post { request, response in
    response.status(201).send("User created")
  }

app.route("/users/42")
  .get { request, response in
    response.send("User 42")
  }
  .put { request, response in
    response.send("User 42 replaced")
  }
  .delete { request, response in
    response.sendStatus(204)
  }

// 4. A known path, but not this way: ask for 405 instead of 404.
app.methodNotAllowed = true

// 5. Every method, whatever its name.
app.all("/echo-method") { request, response in
  response.send("You said \(request.method)")
}

// 7. Listen: short for HTTPServer, listen(port:) and run().
app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/users")
  print("Try: curl -i -X DELETE \(address)/users/42")
  print("Try: curl -i -X OPTIONS \(address)/users")
}
