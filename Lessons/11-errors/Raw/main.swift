import Engine

struct Problem: Codable {
  var error: String
}

struct User: Codable {
  var id: Int
  var name: String
}

struct DatabaseError: Error {
  var message: String
}

let users = [User(id: 1, name: "Rahul"), User(id: 2, name: "Priya")]

let server = HTTPServer { request, response in
  let path = request.url.prefix { $0 != "?" }
  guard request.method == "GET" else {
    return fail(response, 404, "Page not found")
  }
  // 1. Something can go wrong in each branch, so each has its own
  // do and catch.
  if path.hasPrefix("/users/") {
    let text = path.dropFirst(7)
    do {
      guard let id = Int(try decodeURIComponent(text)) else {
        return fail(response, 400, "The id must be a number")
      }
      guard let user = users.first(where: { $0.id == id }) else {
        return fail(response, 404, "User not found")
      }
      try answer(response, 200, user)
    } catch {
      let reason = "malformed percent-encoding in \"\(text)\""
      fail(response, 400, "id: \(reason)")
    }
  } else if path == "/report" {
    do {
      try await readReport()
      response.end()
    } catch {
      // 2. Tell the operator everything, and the client nothing.
      report("GET /report: \(error)")
      fail(response, 500, "Something went wrong")
    }
  } else if path == "/late" {
    // 3. After the first byte it is too late for another status.
    try await response.write("Half of the re")
    do {
      try await readReport()
      response.end("port")
    } catch {
      report("GET /late: \(error)")
      response.destroy()
    }
  } else if path == "/worse" {
    // 4. Nobody catches this; the engine answers 500 for it.
    throw DatabaseError(message: "the disk is full")
  } else {
    // 5. Nothing fits.
    fail(response, 404, "Page not found")
  }
}

func readReport() async throws {
  try await Task.sleep(for: .milliseconds(1))
  throw DatabaseError(message: "password 1234 was refused")
}

func answer(
  _ response: Response, _ status: Int, _ value: some Codable
) throws {
  let text = try JSON.stringify(value)
  response.writeHead(
    status, ["Content-Type": "application/json; charset=utf-8"])
  response.end(text)
}

func fail(_ response: Response, _ status: Int, _ reason: String) {
  do {
    try answer(response, status, Problem(error: reason))
  } catch {
    response.writeHead(500)
    response.end()
  }
}

// 6. Listen, then give this thread to the loop.
server.listen(port: environment.port ?? 3000)
let address = "http://127.0.0.1:\(server.port)"
print("Listening on \(address)/users/1")
print("Try: curl -i \(address)/report")
print("Try: curl -i \(address)/late")
EventLoop.main.run()
