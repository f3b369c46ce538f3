import Engine

let names = [1: "Rahul", 2: "Priya"]

let server = HTTPServer { request, response in
  // 1. Split the path into segments. A slash at the end is
  // tolerated, so it is taken off first.
  var path = request.url.prefix { $0 != "?" }
  if path.count > 1 && path.last == "/" { path.removeLast() }
  let segments = path.dropFirst()
    .split(separator: "/", omittingEmptySubsequences: false)
  guard request.method == "GET" else {
    return answer(response, 404, "Page not found")
  }

  // 2. Compare: each shape of path is a check of its own.
  if path == "/users" {
    answer(response, 200, "Rahul, Priya")
  } else if segments.count == 2 && segments[0] == "users" {
    showUser(String(segments[1]), response)
  } else if segments.count == 2 && segments[0] == "hello" {
    greet(String(segments[1]), response)
  } else if path == "/greeting" {
    // 5. A segment that may be missing: two checks.
    answer(response, 200, "Hello in en")
  } else if segments.count == 2 && segments[1] == "greeting" {
    greet(inLanguage: String(segments[0]), response)
  } else if segments.count >= 2 && segments[0] == "files" {
    showFile(segments.dropFirst().map(String.init), response)
  } else {
    answer(response, 404, "Page not found")
  }
}

// 3. Decode, then check: what comes is text from a stranger.
func showUser(_ text: String, _ response: Response) {
  if text.isEmpty {
    return answer(response, 404, "Page not found")
  }
  guard let text = decode("id", text, response) else { return }
  guard let id = Int(text) else {
    return refuse(
      "id: expected a whole number, found \"\(text)\"", response)
  }
  guard let name = names[id] else {
    return answer(response, 404, "User not found")
  }
  answer(response, 200, "User \(id) is \(name)")
}

// 4. A parameter is decoded after the split, never before.
func greet(_ text: String, _ response: Response) {
  if text.isEmpty {
    return answer(response, 404, "Page not found")
  }
  guard let name = decode("name", text, response) else { return }
  answer(response, 200, "Hello, \(name)")
}

func greet(inLanguage text: String, _ response: Response) {
  if text.isEmpty {
    return answer(response, 404, "Page not found")
  }
  guard let language = decode("language", text, response)
  else { return }
  answer(response, 200, "Hello in \(language)")
}

// 6. All the rest of a path, each segment decoded by itself.
func showFile(_ rest: [String], _ response: Response) {
  if rest == [""] {
    return answer(response, 404, "Page not found")
  }
  var decoded: [String] = []
  for segment in rest {
    guard let text = decode("path", segment, response)
    else { return }
    decoded.append(text)
  }
  answer(response, 200, decoded.joined(separator: " > "))
}

func decode(
  _ name: String, _ text: String, _ response: Response
) -> String? {
  do {
    return try decodeURIComponent(text)
  } catch {
    let problem = "malformed percent-encoding in \"\(text)\""
    refuse("\(name): \(problem)", response)
    return nil
  }
}

func answer(_ response: Response, _ status: Int, _ text: String) {
  response.writeHead(
    status, ["Content-Type": "text/plain; charset=utf-8"])
  response.end(text)
}

func refuse(_ reason: String, _ response: Response) {
  response.writeHead(
    400,
    [
      "Content-Type": "text/plain; charset=utf-8",
      "X-Content-Type-Options": "nosniff",
    ])
  response.end(reason)
}

// 7. Listen, then give this thread to the loop.
server.listen(port: environment.port ?? 3000)
let address = "http://127.0.0.1:\(server.port)"
print("Listening on \(address)/users/1")
print("Try: curl -i \(address)/users/abc")
print("Try: curl -i \(address)/hello/Rahul%20Roy")
EventLoop.main.run()
