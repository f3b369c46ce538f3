// A router on Engine alone: everything but the function that
// makes it one.

import Engine

let patterns = [
  "/",
  "/users",
  "/users/newest",
  "/users/:id",
  "/users/:id/notes/:note",
  "/files/*path",
]

let server = HTTPServer { request, response in
  let path = String(request.url.prefix { $0 != "?" })
  do {
    // 1. The first pattern that fits is the one.
    for pattern in patterns {
      if let found = try match(pattern, path) {
        let shown = found.sorted { $0.key < $1.key }
          .map { " \($0.key)=\($0.value)" }
        answer(response, 200, pattern + shown.joined())
        return
      }
    }
    answer(response, 404, "No pattern fits")
  } catch {
    answer(response, 400, "Malformed percent-encoding")
  }
}

/// What the names of a pattern stand for in a path; nil if the
/// path does not fit.
func match(_ pattern: String, _ path: String) throws
  -> [String: String]?
{
  // TODO: segments, names, decoding, and the rest of a path.
  return nil
}

func answer(_ response: Response, _ status: Int, _ text: String) {
  response.writeHead(
    status, ["Content-Type": "text/plain; charset=utf-8"])
  response.end(text)
}

// 2. Listen, then give this thread to the loop.
server.listen(port: environment.port ?? 3000)
let address = "http://127.0.0.1:\(server.port)"
print("Listening on \(address)/users")
print("Try: curl -i \(address)/users/42/notes/7")
print("Try: curl -i \(address)/files/2026/Rahul%20Roy.txt")
EventLoop.main.run()
