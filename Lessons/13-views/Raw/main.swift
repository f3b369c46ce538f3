import Engine

let folder = "Lessons/13-views/views"

struct User: Codable {
  var name: String
  var city: String
}

struct Comment: Codable {
  var name: String
  var text: String
  var replies: [Comment] = []
}

var users = [
  User(name: "Rahul", city: "Pune"),
  User(name: "Priya", city: ""),
]

let comments = [
  Comment(
    name: "Rahul", text: "Roses & thorns?",
    replies: [
      Comment(
        name: "Priya", text: "Roses <3",
        replies: [Comment(name: "Rahul", text: "Good.")]),
      Comment(name: "Zoë", text: "Tulips."),
    ])
]

struct TooDeep: Error {}

let server = HTTPServer { request, response in
  let path = request.url.prefix { $0 != "?" }
  switch (request.method, path) {
  case ("GET", "/users"):
    answer(response, 200, usersPage(users))
  case ("POST", "/users"):
    // 5. Add: whatever a stranger calls himself is kept as it is.
    let form = try await readForm(request)
    let name = form["name"] ?? ""
    guard !name.isEmpty else {
      return refuse(response, 400, "A name is needed")
    }
    users.append(User(name: name, city: form["city"] ?? ""))
    redirect(response, to: "/users")
  case ("GET", "/comments"):
    answer(response, 200, commentsPage(comments))
  case ("GET", "/mirror"):
    answer(response, 200, try mirror(depth: 0))
  case ("GET", "/help"):
    // 7. A page from a file, and nobody has written the file.
    let bytes = try await readFile("\(folder)/help.html")
    answer(response, 200, String(decoding: bytes, as: UTF8.self))
  default:
    refuse(response, 404, "Page not found")
  }
}

// 1. Escape: what has a meaning in HTML is written in another way.
// By scalars: "<" with an accent behind it opens a tag as well.
func escape(_ text: String) -> String {
  var escaped = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "\"": escaped += "&quot;"
    case "'": escaped += "&#39;"
    default: escaped.unicodeScalars.append(scalar)
    }
  }
  return escaped
}

// 2. A layout: what all pages share.
func layout(_ title: String, _ content: String) -> String {
  """
  <!doctype html>
  <html lang="en">
  <meta charset="utf-8">
  <title>\(title) - The garden club</title>
  <h1>\(title)</h1>
  \(content)
  </html>

  """
}

// 3. A list: one piece for each user.
func usersPage(_ users: [User]) -> String {
  layout(
    "Users",
    """
    <ul>
    \(users.map(card).joined(separator: "\n"))
    </ul>
    <form method="post" action="/users">
      <p><label>Name <input name="name" required></label></p>
      <p><label>City <input name="city"></label></p>
      <p><button>Add</button></p>
    </form>
    """)
}

func card(_ user: User) -> String {
  let name = escape(user.name)
  let city = user.city.isEmpty ? "nowhere" : escape(user.city)
  return "<li title=\"\(name)\">\(name) from \(city)</li>"
}

// 4. A piece that uses itself, until there are no more replies.
func commentsPage(_ comments: [Comment]) -> String {
  let list = comments.map(item).joined()
  return layout("Comments", "<ul>\n\(list)</ul>")
}

func item(_ comment: Comment) -> String {
  let name = escape(comment.name)
  let text = escape(comment.text)
  let replies = comment.replies.map(item).joined()
  return "<li>\(name): \(text)<ul>\n\(replies)</ul></li>\n"
}

// 6. A piece that uses itself, and nothing ends it but a count.
func mirror(depth: Int) throws -> String {
  guard depth < 200 else { throw TooDeep() }
  let inner = try mirror(depth: depth + 1)
  return "<div>A page that shows itself: \(inner)</div>\n"
}

// As in lesson 06.
func readForm(_ request: Request) async throws -> [String: String] {
  let bytes = try await request.body.collect(upTo: 1000)
  var form: [String: String] = [:]
  for pair in String(decoding: bytes, as: UTF8.self)
    .split(separator: "&")
  {
    let name = pair.prefix { $0 != "=" }
    let value = pair.dropFirst(name.count + 1)
      .replacing("+", with: " ")
    form[String(name)] = try? decodeURIComponent(value)
  }
  return form
}

func answer(_ response: Response, _ status: Int, _ page: String) {
  response.writeHead(
    status, ["Content-Type": "text/html; charset=utf-8"])
  response.end(page)
}

func redirect(_ response: Response, to path: String) {
  response.headers["Location"] = path
  response.headers["Vary"] = "Accept"
  response.writeHead(
    303, ["Content-Type": "text/plain; charset=utf-8"])
  response.end("See Other. Redirecting to \(path)")
}

func refuse(_ response: Response, _ status: Int, _ reason: String) {
  response.headers["X-Content-Type-Options"] = "nosniff"
  response.writeHead(
    status, ["Content-Type": "text/plain; charset=utf-8"])
  response.end(reason)
}

// 8. Listen, then give this thread to the loop.
server.listen(port: environment.port ?? 3000)
let address = "http://127.0.0.1:\(server.port)"
print("Listening on \(address)/users")
print("Try: curl -i \(address)/comments")
print("Try: curl -i \(address)/users -d 'name=<b>Zoë</b>'")
EventLoop.main.run()
