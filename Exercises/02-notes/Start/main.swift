import Engine

// A note has no text yet: how a body is read comes later.
struct Note {
  let id: Int
  var version = 1
  var line: String { "Note \(id), version \(version)" }
}

var notes: [Note] = []

let server = HTTPServer { request, response in
  // 1. The path without its query, for every comparison below.
  let path = request.url.prefix { $0 != "?" }

  // TODO: answer for /notes, and for a note at /notes/1 and so on.

  // 2. Nothing fits, or the note is not there.
  answer(response, 404, "Nothing at \(path)")
}

// Sends a whole answer: a status and a text.
func answer(_ response: Response, _ status: Int, _ text: String) {
  response.writeHead(
    status, ["Content-Type": "text/plain; charset=utf-8"])
  response.end(text)
}

// 3. Listen, then give this thread to the loop.
server.listen(port: environment.port ?? 3000)
let address = "http://127.0.0.1:\(server.port)"
print("Listening on \(address)/notes")
print("Try: curl -i -X POST \(address)/notes")
print("Try: curl -i -X DELETE \(address)/notes/1")
EventLoop.main.run()
