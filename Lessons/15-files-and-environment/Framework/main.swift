import Chassis

// 1. Configure: the environment is read once, here, and nowhere
// else. What it does not say has a default.
let port = environment.port ?? 3000
let temporary = environment["TMPDIR"] ?? "/tmp"
let folder =
  environment["DATABASE_URL"]
  ?? Path.join(temporary, "notes-\(port)")
let archive = environment["ARCHIVE"] ?? "/dev/null"
let welcome = "Lessons/15-files-and-environment/welcome.txt"

let app = App()

// 2. Order: what happens before the file is there.
app.get("/order") { request, response in
  response.type("text").send(try await observeOrder())
}

app.get("/awaited") { request, response in
  response.type("text").send(try await observeAwaitedOrder())
}

app.get("/notes") { request, response in
  let list = try await names().joined(separator: "\n")
  response.type("text").send(list)
}

app.delete("/notes") { request, response in
  try await removeAll()
  response.sendStatus(204)
}

app.get("/notes/:name") { request, response in
  // 4. Read: the loop goes on meanwhile.
  let bytes = try await readFile(notePath(request))
  response.type("text").send(bytes)
}

app.put("/notes/:name") { request, response in
  // 5. Write: the whole note or none of it.
  let file = try notePath(request)
  let bytes = try await request.body.collect(upTo: 20_000)
  try await makeFolder(folder, withParents: true)
  try await writeFile(file, bytes)
  response.sendStatus(204)
}

app.delete("/notes/:name") { request, response in
  try await removeFile(notePath(request))
  response.sendStatus(204)
}

app.post("/archive") { request, response in
  // 6. A folder that cannot be written to.
  let list = try await names().joined(separator: "\n")
  do {
    try await writeFile(Path.join(archive, "list.txt"), list)
  } catch let error as SystemError {
    throw HTTPError(503, "\(error)")
  }
  response.sendStatus(204)
}

app.use { request, response, next in
  throw HTTPError(404, "Page not found")
}

app.onError { error, request, response in
  // A note that is not there is no mistake of ours.
  if let missing = error as? SystemError, missing.code == "ENOENT",
    request.path.hasPrefix("/notes/")
  {
    throw HTTPError(404, "No such note")
  }
  throw error
}

// 3. Name it: only of what is allowed, so that no path leads out
// of the folder.
func notePath(_ request: Request) throws -> String {
  let name = try request.param("name")
  guard name.wholeMatch(of: /[a-z0-9-]{1,40}/) != nil else {
    throw HTTPError(400, "A name is a-z, 0-9 and -")
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

// 7. Listen: short for HTTPServer, listen(port:) and run().
app.listen(port: port) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/notes")
  print("The notes are in \(folder)")
  print("Try: curl -i \(address)/order")
  print("Try: curl -i -X PUT \(address)/notes/garden -d 'Roses'")
}
