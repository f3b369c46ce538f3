import Engine

struct User {
  var name: String
  var role: String
  var city: String
}

let users = [
  User(name: "Rahul", role: "admin", city: "Pune"),
  User(name: "Priya", role: "member", city: "Delhi"),
  User(name: "Zoë", role: "admin", city: "Paris"),
  User(name: "Amara", role: "member", city: "Pune"),
  User(name: "Chen", role: "guest", city: "Pune"),
]

typealias Query = [(name: String, value: String)]

let server = HTTPServer { request, response in
  // 1. Cut: the query is what follows the first "?".
  let path = request.url.prefix { $0 != "?" }
  let query = pairs(in: request.url.dropFirst(path.count + 1))
  if request.method == "GET" && path == "/users" {
    listUsers(query, response)
  } else if request.method == "GET" && path == "/echo-query" {
    let lines = query.map { "\($0.name) is \"\($0.value)\"" }
    answer(response, 200, lines.joined(separator: ", "))
  } else if request.method == "GET" && path == "/search" {
    search(query, response)
  } else {
    answer(response, 404, "Page not found")
  }
}

// 2. Split, then decode: a pair ends at "&", and its name at the
// first "=". Nobody needs more than a thousand pairs.
func pairs(in query: Substring) -> Query {
  query.split(separator: "&").prefix(1000).map { pair in
    let name = pair.prefix { $0 != "=" }
    let value = pair.dropFirst(name.count + 1)
    return (name: decode(name), value: decode(value))
  }
}

// A "+" is a space here. What cannot be decoded stays as it is.
func decode(_ text: Substring) -> String {
  let text = text.replacing("+", with: " ")
  return (try? decodeURIComponent(text)) ?? String(text)
}

func values(_ name: String, _ query: Query) -> [String] {
  query.filter { $0.name == name }.map(\.value)
}

func listUsers(_ query: Query, _ response: Response) {
  // 3. Choose: a name may come twice, and each value counts.
  let roles = values("role", query)
  let found = users.filter {
    roles.isEmpty || roles.contains($0.role)
  }
  // 4. Page: numbers from a stranger, so look at both ends.
  guard let page = number("page", or: 1, query, response),
    let limit = number("limit", or: 10, query, response)
  else { return }
  guard (1...1000).contains(page), (1...100).contains(limit) else {
    return answer(response, 400, "page 1 to 1000, limit 1 to 100")
  }
  let onPage = found.dropFirst((page - 1) * limit).prefix(limit)
  answer(response, 200, list(onPage))
}

func number(
  _ name: String, or usual: Int, _ query: Query,
  _ response: Response
) -> Int? {
  guard let text = values(name, query).first else { return usual }
  if let number = Int(text) { return number }
  let reason = "expected a whole number, found \"\(text)\""
  refuse("\(name): \(reason)", response)
  return nil
}

// 5. Brackets: by hand, "filter[role]" is a name like any other.
func search(_ query: Query, _ response: Response) {
  let names = values("names", query) + values("names[]", query)
  let role = values("filter[role]", query).first
  let city = values("filter[city]", query).first
  let found = users.filter { user in
    (names.isEmpty || names.contains(user.name))
      && (role == nil || role == user.role)
      && (city == nil || city == user.city)
  }
  answer(response, 200, list(found[...]))
}

func list(_ users: ArraySlice<User>) -> String {
  let names = users.map(\.name)
  return names.isEmpty ? "Nobody" : names.joined(separator: ", ")
}

func answer(_ response: Response, _ status: Int, _ text: String) {
  response.writeHead(
    status, ["Content-Type": "text/plain; charset=utf-8"])
  response.end(text)
}

func refuse(_ reason: String, _ response: Response) {
  response.writeHead(
    400,
    [
      "Content-Type": "text/plain; charset=utf-8",
      "X-Content-Type-Options": "nosniff",
    ])
  response.end(reason)
}

// 6. Listen, then give this thread to the loop.
server.listen(port: environment.port ?? 3000)
let address = "http://127.0.0.1:\(server.port)"
print("Listening on \(address)/users")
print("Try: curl -i '\(address)/users?role=admin'")
print("Try: curl -i '\(address)/users?page=2&limit=2'")
EventLoop.main.run()
