import Engine

struct NewUser: Codable {
  var name: String
  var email: String
}

struct User: Codable {
  var id: Int
  var name: String
  var email: String
}

struct Problem: Codable {
  var error: String
}

let server = HTTPServer { request, response in
  let path = request.url.prefix { $0 != "?" }
  guard request.method == "POST" && path == "/users" else {
    return answer(response, 404, Problem(error: "Page not found"))
  }

  // 1. Check: is there a body, and is it JSON in UTF-8?
  let body = request.body
  guard !body.isAbsent, body.announcedLength != 0 else {
    return answer(
      response, 400, Problem(error: "A body is needed"))
  }
  let type = request.headers["Content-Type"] ?? ""
  guard isJSON(type), isUTF8(type) else {
    return answer(
      response, 415, Problem(error: "Send application/json"))
  }

  // 2. Collect: a body comes in chunks, and may be endless.
  var bytes: [UInt8] = []
  for try await chunk in body {
    bytes += chunk
    if bytes.count > 1000 {
      return answer(
        response, 413, Problem(error: "At most 1000 bytes"))
    }
  }
  guard !bytes.isEmpty else {
    return answer(
      response, 400, Problem(error: "A body is needed"))
  }

  // 3. Decode: a stranger's bytes become a value of ours.
  do {
    let input = try JSON.parse(bytes, as: NewUser.self)
    // 4. Answer.
    let user = User(id: 1, name: input.name, email: input.email)
    answer(response, 201, user)
  } catch {
    answer(response, 400, Problem(error: "Invalid JSON"))
  }
}

func isJSON(_ type: String) -> Bool {
  let name = type.prefix { $0 != ";" && $0 != " " }
  return name.lowercased() == "application/json"
}

func isUTF8(_ type: String) -> Bool {
  let type = type.lowercased().filter { $0 != " " && $0 != "\"" }
  let charset = type.split(separator: ";").first {
    $0.hasPrefix("charset=")
  }
  return charset == nil || charset == "charset=utf-8"
}

func answer(
  _ response: Response, _ status: Int, _ value: some Codable
) {
  do {
    let text = try JSON.stringify(value)
    response.writeHead(
      status, ["Content-Type": "application/json; charset=utf-8"])
    response.end(text)
  } catch {
    response.writeHead(500)
    response.end()
  }
}

// 6. Listen, then give this thread to the loop.
server.listen(port: environment.port ?? 3000)
let address = "http://127.0.0.1:\(server.port)/users"
print("Listening on \(address)")
let user = #"{"name":"Rahul","email":"rahul@example.com"}"#
print("Try: curl -i \(address) --json '\(user)'")
EventLoop.main.run()
