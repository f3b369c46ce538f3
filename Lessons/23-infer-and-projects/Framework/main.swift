import Chassis

struct Problem: Codable {
  var error: String
}

let app = App()

// 1. Two services, each with a router of its own.
app.use(inferRouter())
app.use(productRouter())

// 6. Nothing fits.
app.use { request, response, next in
  throw HTTPError(404, "not found")
}

// 7. What is ours to mend: the operator learns all of it. What a
// parser refuses has a code, and is said in the words of all.
app.onError { error, request, response in
  var status = 500
  var words = "internal error"
  if let refusal = error as? HTTPError, refusal.status < 500 {
    status = refusal.status
    words =
      refusal.code == nil ? refusal.message : "invalid request"
  } else {
    report("\(request.method) \(request.url): \(error)")
  }
  response.status(status).json(Problem(error: words))
}

// 8. Listen: short for HTTPServer, listen(port:) and run().
app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/health")
  let sample = "{\"features\":[0.9,0.8,0.7]}"
  print("Try: curl -i \(address)/infer --json '\(sample)'")
  print("Try: curl -i -X POST \(address)/projects")
}
