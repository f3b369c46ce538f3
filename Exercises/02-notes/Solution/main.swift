import Engine

// A note has no text yet: how a body is read comes later.
struct Note {
  let id: Int
  var version = 1
  var line: String { "Note \(id), version \(version)" }
}

var notes: [Note] = []
var lastId = 0

let server = HTTPServer { request, response in
  // 1. The path without its query, for every comparison below.
  let path = request.url.prefix { $0 != "?" }
  if path == "/notes" {
    // 2. All the notes.
    switch request.method {
    case "GET", "HEAD":
      let lines = notes.map { $0.line }
      let list = lines.joined(separator: "\n")
      answer(response, 200, notes.isEmpty ? "No notes" : list)
    case "POST":
      // An id is used once, even when its note is gone.
      lastId += 1
      let note = Note(id: lastId)
      notes.append(note)
      answer(response, 201, note.line)
    default:
      refuseMethod(response, "GET, HEAD, POST")
    }
  } else if let index = position(of: path) {
    // 3. One note that is there.
    switch request.method {
    case "GET", "HEAD":
      answer(response, 200, notes[index].line)
    case "PUT":
      notes[index].version += 1
      answer(response, 200, notes[index].line)
    case "DELETE":
      notes.remove(at: index)
      response.writeHead(204)
      response.end()
    default:
      refuseMethod(response, "DELETE, GET, HEAD, PUT")
    }
  } else {
    // 4. Nothing fits, or the note is not there.
    answer(response, 404, "Nothing at \(path)")
  }
}

// The id is what follows "/notes/", compared as text: "01" is
// not "1", and an id that is no number is simply not found.
func position(of path: Substring) -> Int? {
  let start = "/notes/"
  guard path.hasPrefix(start) else { return nil }
  let id = path.dropFirst(start.count)
  return notes.firstIndex { "\($0.id)" == id }
}

func refuseMethod(_ response: Response, _ methods: String) {
  response.headers["Allow"] = methods
  answer(response, 405, "Method Not Allowed")
}

func answer(_ response: Response, _ status: Int, _ text: String) {
  response.writeHead(
    status, ["Content-Type": "text/plain; charset=utf-8"])
  response.end(text)
}

// 5. Listen, then give this thread to the loop.
server.listen(port: environment.port ?? 3000)
let address = "http://127.0.0.1:\(server.port)"
print("Listening on \(address)/notes")
print("Try: curl -i -X POST \(address)/notes")
print("Try: curl -i -X DELETE \(address)/notes/1")
EventLoop.main.run()
