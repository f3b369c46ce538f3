// Recipe cards in a folder, a file each: read, written, extended
// and removed off the loop, under names that lead nowhere else.

import Engine

let port = environment.port ?? 3000

/// Where the cards are: a file each, `pancakes.txt`. The folder is
/// not there at the beginning.
let folder =
  environment["CARDS"]
  ?? Path.join(environment["TMPDIR"] ?? "/tmp", "cards-\(port)")

let server = HTTPServer { request, response in
  let path = request.url.prefix { $0 != "?" }
  let parts = path.split(
    separator: "/", omittingEmptySubsequences: false)
  guard parts.count > 1, parts[1] == "cards" else {
    return answer(response, 404, "Page not found")
  }
  do {
    if request.method == "GET" && parts.count == 2 {
      let list = try await names().joined(separator: "\n")
      return answer(response, 200, list)
    }
    let isLine = parts.count == 4 && parts[3] == "lines"
    guard parts.count == 3 || isLine else {
      return answer(response, 404, "Page not found")
    }
    guard let file = file(parts[2]) else {
      return answer(response, 400, "Bad name")
    }
    try await serve(file, isLine, request, response)
  } catch let error as SystemError where error.code == "ENOENT" {
    answer(response, 404, "No such card")
  } catch BodyError.tooLarge {
    answer(response, 413, "At most 1000 bytes")
  }
}

func serve(
  _ file: String, _ isLine: Bool, _ request: Request,
  _ response: Response
) async throws {
  switch (request.method, isLine) {
  case ("GET", false):
    let bytes = try await readFile(file)
    answer(response, 200, String(decoding: bytes, as: UTF8.self))
  case ("PUT", false):
    let bytes = try await request.body.collect(upTo: 1000)
    try await makeFolder(folder, withParents: true)
    try await writeFile(file, bytes)
    answer(response, 204)
  case ("POST", true):
    let bytes = try await request.body.collect(upTo: 1000)
    // appendFile would make a card that is not there.
    _ = try await fileStatus(file)
    try await appendFile(file, [10] + bytes)
    answer(response, 204)
  case ("DELETE", false):
    try await removeFile(file)
    answer(response, 204)
  default:
    answer(response, 404, "Page not found")
  }
}

/// The names of the cards, sorted as names: as files, rice-2.txt
/// would stand before rice.txt.
func names() async throws -> [String] {
  do {
    return try await readFolder(folder)
      .filter { $0.name.hasSuffix(".txt") }
      .map { Path.basename($0.name, without: ".txt") }
      .sorted()
  } catch let error as SystemError where error.code == "ENOENT" {
    return []
  }
}

/// The file of a card, nil for what is no name of one.
func file(_ part: Substring) -> String? {
  guard let name = try? decodeURIComponent(part),
    name.wholeMatch(of: /[a-z0-9-]{1,30}/) != nil
  else { return nil }
  return Path.join(folder, "\(name).txt")
}

func answer(
  _ response: Response, _ status: Int, _ text: String = ""
) {
  if status == 204 {
    response.writeHead(204)
    return response.end()
  }
  response.writeHead(
    status, ["Content-Type": "text/plain; charset=utf-8"])
  response.end(text)
}

server.listen(port: port)
let address = "http://127.0.0.1:\(server.port)/cards"
print("Listening on \(address)")
print("The cards are in \(folder)")
print("Try: curl -i -X PUT \(address)/pancakes -d 'Flour'")
EventLoop.main.run()
