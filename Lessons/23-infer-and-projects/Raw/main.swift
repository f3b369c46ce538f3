import Engine

struct Problem: Codable {
  var error: String
}

let server = HTTPServer { request, response in
  let path = request.url.prefix { $0 != "?" }
  do {
    // 1. Two services: the narrow one is found by one question.
    if request.method == "POST" && path == "/infer" {
      return try await infer(request, response)
    }
    switch (request.method, path) {
    case ("GET", "/health"):
      try health(response)
    case ("POST", "/projects"):
      try await createProject(request, response)
    default:
      // 6. Nothing fits.
      try refuse(response, 404, "not found")
    }
  } catch BodyError.tooLarge {
    try refuse(response, 413, "invalid request")
  } catch is JSONError {
    try refuse(response, 400, "invalid request")
  } catch {
    // 7. What is ours to mend: the operator learns all of it.
    report("\(request.method) \(request.url): \(error)")
    try refuse(response, 500, "internal error")
  }
}

func refuse(
  _ response: Response, _ status: Int, _ reason: String
) throws {
  let text = try JSON.stringify(Problem(error: reason))
  answer(response, status, text)
}

func answer(_ response: Response, _ status: Int, _ text: String) {
  response.writeHead(
    status, ["Content-Type": "application/json; charset=utf-8"])
  response.end(text)
}

// 8. Listen, then give this thread to the loop.
server.listen(port: environment.port ?? 3000)
let address = "http://127.0.0.1:\(server.port)"
print("Listening on \(address)/health")
let sample = "{\"features\":[0.9,0.8,0.7]}"
print("Try: curl -i \(address)/infer --json '\(sample)'")
print("Try: curl -i -X POST \(address)/projects")
EventLoop.main.run()
