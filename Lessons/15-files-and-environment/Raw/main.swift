import Engine

// 1. Configure: the environment is read once, here, and nowhere
// else. What it does not say has a default.
let port = environment.port ?? 3000
let temporary = environment["TMPDIR"] ?? "/tmp"
let folder =
  environment["DATABASE_URL"]
  ?? Path.join(temporary, "notes-\(port)")
let archive = environment["ARCHIVE"] ?? "/dev/null"
let welcome = "Lessons/15-files-and-environment/welcome.txt"

let server = HTTPServer { request, response in
  let path = request.url.prefix { $0 != "?" }
  let parts = path.split(separator: "/").map(String.init)
  switch (request.method, parts.count, parts.first) {
  case ("GET", 1, "order"):
    // 2. Order: what happens before the file is there.
    answer(response, 200, try await observeOrder())
  case ("GET", 1, "awaited"):
    answer(response, 200, try await observeAwaitedOrder())
  case ("GET", 1, "notes"):
    answer(response, 200, try await names().joined(separator: "\n"))
  case ("DELETE", 1, "notes"):
    try await removeAll()
    answerNothing(response)
  case ("POST", 1, "archive"):
    // 6. A folder that cannot be written to.
    let list = try await names().joined(separator: "\n")
    do {
      try await writeFile(Path.join(archive, "list.txt"), list)
      answerNothing(response)
    } catch let error as SystemError {
      report("POST /archive: \(error)")
      refuse(response, 503, "Service Unavailable")
    }
  case (_, 2, "notes"):
    guard let file = notePath(parts[1]) else {
      return refuse(response, 400, "A name is a-z, 0-9 and -")
    }
    try await serve(file, request, response)
  default:
    refuse(response, 404, "Page not found")
  }
}

func serve(
  _ file: String, _ request: Request, _ response: Response
) async throws {
  do {
    switch request.method {
    case "GET":
      // 4. Read: the loop goes on meanwhile.
      let bytes = try await readFile(file)
      answer(response, 200, String(decoding: bytes, as: UTF8.self))
    case "PUT":
      // 5. Write: the whole note or none of it.
      let bytes = try await request.body.collect(upTo: 20_000)
      try await makeFolder(folder, withParents: true)
      try await writeFile(file, bytes)
      answerNothing(response)
    case "DELETE":
      try await removeFile(file)
      answerNothing(response)
    default:
      refuse(response, 404, "Page not found")
    }
  } catch let error as SystemError where error.code == "ENOENT" {
    refuse(response, 404, "No such note")
  } catch BodyError.tooLarge(let limit) {
    refuse(response, 413, "the body is larger than \(limit) bytes")
  }
}

// 3. Name it: only of what is allowed, so that no path leads out
// of the folder.
func notePath(_ name: String) -> String? {
  guard name.wholeMatch(of: /[a-z0-9-]{1,40}/) != nil else {
    return nil
  }
  return Path.join(folder, "\(name).txt")
}

func names() async throws -> [String] {
  do {
    return try await readFolder(folder).map(\.name)
      .filter { $0.hasSuffix(".txt") && !$0.hasPrefix(".") }
      .map { Path.basename($0, without: ".txt") }
      .sorted()
  } catch let error as SystemError where error.code == "ENOENT" {
    // Nobody has written a note yet.
    return []
  }
}

func removeAll() async throws {
  for name in try await names() {
    try await removeFile(Path.join(folder, "\(name).txt"))
  }
  // The folder goes too, if nothing else is in it.
  try? await removeFolder(folder)
}

func observeOrder() async throws -> String {
  var order: [String] = []
  func say(_ words: String) {
    print(words)
    order.append(words)
  }
  say("start")
  let reading = Task {
    let bytes = try await readFile(welcome)
    say("file of \(bytes.count) bytes")
  }
  say("end")
  try await reading.value
  return order.joined(separator: ", ")
}

func observeAwaitedOrder() async throws -> String {
  var order = ["start"]
  let bytes = try await readFile(welcome)
  order.append("file of \(bytes.count) bytes")
  order.append("end")
  return order.joined(separator: ", ")
}

func answer(_ response: Response, _ status: Int, _ text: String) {
  response.writeHead(
    status, ["Content-Type": "text/plain; charset=utf-8"])
  response.end(text)
}

func answerNothing(_ response: Response) {
  response.writeHead(204)
  response.end()
}

func refuse(_ response: Response, _ status: Int, _ reason: String) {
  response.headers["X-Content-Type-Options"] = "nosniff"
  answer(response, status, reason)
}

// 7. Listen, then give this thread to the loop.
server.listen(port: port)
let address = "http://127.0.0.1:\(server.port)"
print("Listening on \(address)/notes")
print("The notes are in \(folder)")
print("Try: curl -i \(address)/order")
print("Try: curl -i -X PUT \(address)/notes/garden -d 'Roses'")
EventLoop.main.run()
