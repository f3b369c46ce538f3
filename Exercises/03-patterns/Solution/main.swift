// A router on Engine alone, in one function. Everything else was
// given.

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
  let wanted = segments(of: pattern)
  var given = segments(of: path)
  // 2. One slash at the end makes no other path.
  if given.count > 1 && given.last == "" { given.removeLast() }
  var found: [String: String] = [:]
  for (index, segment) in wanted.enumerated() {
    guard index < given.count else { return nil }
    if segment.hasPrefix("*") {
      // 3. All the rest, joined again.
      let rest = given[index...]
      if rest == [""] { return nil }
      found[name(of: segment)] = rest.joined(separator: "/")
      return try found.mapValues(decode)
    } else if segment.hasPrefix(":") {
      // 4. One segment, whatever it is, but not nothing.
      guard given[index] != "" else { return nil }
      found[name(of: segment)] = given[index]
    } else if segment != given[index] {
      return nil
    }
  }
  // 5. Nothing is decoded before the whole pattern fits.
  guard given.count == wanted.count else { return nil }
  return try found.mapValues(decode)
}

/// `/users/:id` is `users` and `:id`.
func segments(of path: String) -> [String] {
  path.dropFirst()
    .split(separator: "/", omittingEmptySubsequences: false)
    .map(String.init)
}

/// `:id` is named `id`.
func name(of segment: String) -> String {
  String(segment.dropFirst())
}

func decode(_ segment: String) throws -> String {
  try decodeURIComponent(segment)
}

func answer(_ response: Response, _ status: Int, _ text: String) {
  response.writeHead(
    status, ["Content-Type": "text/plain; charset=utf-8"])
  response.end(text)
}

// 6. Listen, then give this thread to the loop.
server.listen(port: environment.port ?? 3000)
let address = "http://127.0.0.1:\(server.port)"
print("Listening on \(address)/users")
print("Try: curl -i \(address)/users/42/notes/7")
print("Try: curl -i \(address)/files/2026/Rahul%20Roy.txt")
EventLoop.main.run()
