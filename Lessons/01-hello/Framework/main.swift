import Chassis

let app = App()

// 1. Choose: method and path are data that the router compares.
app.get("/") { request, response in
  // 2. Answer: `send` says that the text is HTML.
  response.send("Welcome to the homepage")
}

app.get("/about") { request, response in
  response.send("This is the about page")
}

// 3. Nothing fits: what stands last gets what is left over.
app.use { request, response, next in
  response.status(404).send("Page not found")
}

// 4. Listen: short for HTTPServer, listen(port:) and run().
app.listen(port: environment.port ?? 3000) { port in
  print("Listening on http://127.0.0.1:\(port)/")
  print("Try: curl -i http://127.0.0.1:\(port)/about")
}
