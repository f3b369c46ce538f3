import Engine

// Counts from where the program is started.
let folder = "Lessons/12-static-files/public"

let types = [
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
]

let server = HTTPServer { request, response in
  guard request.method == "GET" || request.method == "HEAD" else {
    return refuse(response, 404, "Page not found")
  }
  // 1. Take the path apart: a stranger chose every letter of it.
  let path = request.url.prefix { $0 != "?" }
  guard let names = decodedNames(path) else {
    return refuse(response, 400, "malformed path")
  }
  guard staysInside(names) else {
    return refuse(response, 404, "Page not found")
  }
  // 2. Find the file: a folder stands for its index.
  let isFolder = names.last == ""
  let name =
    names.joined(separator: "/") + (isFolder ? "index.html" : "")
  let file: OpenFile
  do {
    file = try await openFile(name, inside: folder)
  } catch let error as SystemError {
    if error.code == "EISDIR" && !isFolder {
      // 3. A folder without its slash: links in its page would
      // count from the wrong place.
      return redirect(response, path, request.url)
    }
    guard error.path != folder, absent.contains(error.code) else {
      throw error
    }
    return refuse(response, 404, "Page not found")
  }
  try await send(file, type(of: name), request, response)
}

// Not there, not inside, not ours to show: all the same to whoever
// asks. Another error is a mistake of the server.
let absent = [
  "ENOENT", "ENOTDIR", "EISDIR", "EACCES", "ENAMETOOLONG", "ELOOP",
]

// Each name by itself, so that %2F does not become a border
// between two; nil where a percent sign makes no sense, and for
// NUL, which ends a text in C.
func decodedNames(_ path: Substring) -> [String]? {
  let parts = path.split(
    separator: "/", omittingEmptySubsequences: false)
  var names: [String] = []
  for part in parts.dropFirst() {
    guard let name = try? decodeURIComponent(part),
      !name.unicodeScalars.contains("\0")
    else { return nil }
    names.append(name)
  }
  return names
}

// Hidden names, "." and ".." begin with a dot. By scalars: a slash
// with an accent behind it is another Character, and a slash all
// the same.
func staysInside(_ names: [String]) -> Bool {
  let harmless = names.allSatisfy { name in
    name.unicodeScalars.first != "."
      && !name.unicodeScalars.contains("/")
      && !name.unicodeScalars.contains("\\")
  }
  return harmless && !names.dropLast().contains("")
}

func type(of name: String) -> String {
  types[Path.extname(name)] ?? "application/octet-stream"
}

func send(
  _ file: OpenFile, _ type: String, _ request: Request,
  _ response: Response
) async throws {
  // 4. Name its version: by its size and its time.
  let size = file.status.size
  let milliseconds =
    file.status.modified * 1000
    + Int64(file.status.modifiedNanoseconds / 1_000_000)
  let tag =
    String(size, radix: 16) + "-" + String(milliseconds, radix: 16)
  // 5. Does the client have this version? Does it want a part?
  let fresh = isFresh(request, tag, file.status.modified)
  let part = fresh ? .whole : wantedPart(request, size)
  if part == .missing {
    response.headers["Content-Range"] = "bytes */\(size)"
    return refuse(response, 416, "Range Not Satisfiable")
  }
  response.headers["Accept-Ranges"] = "bytes"
  response.headers["Cache-Control"] = "public, max-age=0"
  response.headers["Last-Modified"] = httpDate(file.status.modified)
  response.headers["ETag"] = "W/\"\(tag)\""
  if fresh {
    response.writeHead(304)
    return response.end()
  }
  // 6. Send: type, length and bytes, or a part of the bytes.
  response.headers["Content-Type"] = type
  if case .range(let range) = part {
    let last = range.upperBound - 1
    response.headers["Content-Range"] =
      "bytes \(range.lowerBound)-\(last)/\(size)"
    response.writeHead(206)
    try await response.end(file: file, range: range)
  } else {
    try await response.end(file: file)
  }
}

// The tag decides where there is one; it is finer than the time.
func isFresh(_ request: Request, _ tag: String, _ time: Int64)
  -> Bool
{
  if let tags = request.headers["If-None-Match"] {
    return tags == "*" || tags.contains("\"\(tag)\"")
  }
  let since = request.headers["If-Modified-Since"]
  guard let date = parseHTTPDate(since ?? "") else { return false }
  return time <= date
}

enum Part: Equatable {
  case whole
  case range(Range<Int>)
  case missing
}

// bytes=0-9, bytes=10- and bytes=-5, the last five. What is said
// in another way may be ignored. So may all of it, where the
// client would rather have the whole than a part of another
// version: If-Range.
func wantedPart(_ request: Request, _ size: Int) -> Part {
  guard request.method == "GET",
    request.headers["If-Range"] == nil,
    let field = request.headers["Range"],
    let match = field.wholeMatch(
      of: /bytes=([0-9]{0,18})-([0-9]{0,18})/)
  else { return .whole }
  switch (Int(match.1), Int(match.2)) {
  case (let first?, let last?) where last < first:
    return .missing
  case (let first?, let last):
    guard first < size else { return .missing }
    return .range(first..<min((last ?? size) + 1, size))
  case (nil, let count?):
    guard count > 0, size > 0 else { return .missing }
    return .range(max(0, size - count)..<size)
  case (nil, nil):
    return .whole
  }
}

func redirect(
  _ response: Response, _ path: Substring, _ url: String
) {
  let target = path + "/" + url.dropFirst(path.count)
  response.headers["Location"] = String(target)
  response.headers["Vary"] = "Accept"
  response.writeHead(
    301, ["Content-Type": "text/plain; charset=utf-8"])
  response.end("Moved Permanently. Redirecting to \(target)")
}

func refuse(_ response: Response, _ status: Int, _ reason: String) {
  response.headers["X-Content-Type-Options"] = "nosniff"
  response.writeHead(
    status, ["Content-Type": "text/plain; charset=utf-8"])
  response.end(reason)
}

// 7. Listen, then give this thread to the loop.
server.listen(port: environment.port ?? 3000)
let address = "http://127.0.0.1:\(server.port)"
print("Listening on \(address)/")
print("Try: curl -i \(address)/style.css")
print("Try: curl -i --path-as-is \(address)/../lesson.hurl")
EventLoop.main.run()
