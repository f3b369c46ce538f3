import Chassis

// Counts from where the program is started.
let folder = "Lessons/12-static-files/public"

let app = App()

// 1. Take the path apart, 2. find the file, 3. redirect a folder,
// 4. name its version, 5. look what the client wants, and 6. send:
// one middleware. What is no file is passed on.
app.use(staticFiles(folder))

app.use { request, response, next in
  throw HTTPError(404, "Page not found")
}

// 7. Listen: short for HTTPServer, listen(port:) and run().
app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/")
  print("Try: curl -i \(address)/style.css")
  print("Try: curl -i --path-as-is \(address)/../lesson.hurl")
}
