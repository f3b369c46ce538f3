import Engine

struct User: Codable {
  var id: Int
  var name: String
}

let rahul = User(id: 1, name: "Rahul")
let names = ["Rahul", "Priya", "Zoë"]

let server = HTTPServer { request, response in
  let path = request.url.prefix { $0 != "?" }
  let query = request.url.dropFirst(path.count)
  switch (request.method, path) {
  case ("GET", "/users/1"):
    try showUser(request, response)
  case ("GET", "/users"):
    showPage(query, response)
  case ("POST", "/users"):
    redirect(303, "/users/1", request, response)
  case ("GET", "/people"):
    redirect(301, "/users", request, response)
  case ("GET", "/users.csv"):
    // 4. To be saved: type and name of the file.
    response.headers["Content-Disposition"] =
      "attachment; filename=\"users.csv\""
    let text = "name\n" + names.joined(separator: "\n") + "\n"
    answer(response, 200, "text/csv", text)
  case ("DELETE", "/users/1"):
    // 5. Nothing to say: no body, and nothing about a body.
    response.writeHead(204)
    response.end()
  case ("GET", "/rules"):
    // 6. Nothing new: the client has this version already.
    response.headers["ETag"] = "\"7\""
    if request.headers["If-None-Match"] == "\"7\"" {
      response.writeHead(304)
      response.end()
    } else {
      answer(response, 200, "text/plain", "Be kind.")
    }
  case ("GET", "/greeting"):
    // 7. Text from outside does not belong into a header. The
    // engine refuses what would break the head in two.
    let name = value("name", in: query) ?? "nobody"
    response.headers["X-Greeting"] = "Hello, \(name)"
    answer(response, 200, "text/plain", "Hello")
  default:
    answer(response, 404, "text/plain", "Page not found")
  }
}

// 1. One thing in three forms: the client says which it likes.
func showUser(_ request: Request, _ response: Response) throws {
  let forms = ["application/json", "text/html", "text/plain"]
  response.headers["Vary"] = "Accept"
  switch preferred(among: forms, request) {
  case "application/json":
    let text = try JSON.stringify(rahul)
    answer(response, 200, "application/json", text)
  case "text/html":
    answer(response, 200, "text/html", "<p>\(rahul.name)</p>")
  case "text/plain":
    answer(response, 200, "text/plain", rahul.name)
  default:
    let types = forms.map { "\($0); charset=utf-8" }
    let list = types.joined(separator: ", ")
    response.headers["X-Content-Type-Options"] = "nosniff"
    answer(
      response, 406, "text/plain", "this can be had as: \(list)")
  }
}

/// The offered type that the client likes best; nil if it takes
/// none of them.
func preferred(
  among offered: [String], _ request: Request
) -> String? {
  guard let field = request.headers["Accept"] else {
    return offered.first
  }
  let wishes = field.lowercased().filter { $0 != " " }
    .split(separator: ",").map(wish)
  var best: (type: String?, quality: Double) = (nil, 0)
  for type in offered {
    let quality = quality(of: type, wishes)
    if quality > best.quality { best = (type, quality) }
  }
  return best.type
}

/// `text/html;q=0.8` taken apart.
func wish(_ text: Substring) -> (range: String, quality: Double) {
  let parts = text.split(separator: ";")
  let weight = parts.dropFirst().first { $0.hasPrefix("q=") }
  let quality = weight.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
  return (range: String(parts.first ?? ""), quality: quality)
}

/// What is closest counts: the type, then its family, then any.
func quality(
  of type: String, _ wishes: [(range: String, quality: Double)]
) -> Double {
  let family = type.prefix { $0 != "/" } + "/*"
  for range in [type, String(family), "*/*"] {
    let wish = wishes.first { $0.range == range }
    if let wish { return wish.quality }
  }
  return 0
}

// 2. Where else to look: the pages around this one.
func showPage(_ query: Substring, _ response: Response) {
  let page = Int(value("page", in: query) ?? "1") ?? 0
  guard (1...names.count).contains(page) else {
    return answer(response, 404, "text/plain", "No such page")
  }
  var links: [String] = []
  if page > 1 {
    links.append("</users?page=\(page - 1)>; rel=\"prev\"")
  }
  if page < names.count {
    links.append("</users?page=\(page + 1)>; rel=\"next\"")
  }
  response.headers["Link"] = links.joined(separator: ", ")
  answer(response, 200, "text/plain", names[page - 1])
}

// 3. Elsewhere: a status, an address, and a line for people.
func redirect(
  _ status: Int, _ url: String, _ request: Request,
  _ response: Response
) {
  response.headers["Location"] = url
  response.headers["Vary"] = "Accept"
  let phrase = reasonPhrase(for: status)
  let text = "\(phrase). Redirecting to \(url)"
  switch preferred(among: ["text/plain", "text/html"], request) {
  case "text/plain": answer(response, status, "text/plain", text)
  case "text/html":
    answer(response, status, "text/html", "<p>\(text)</p>")
  default:
    response.writeHead(status)
    response.end()
  }
}

// The first value of a name in a query, as in lesson 04.
func value(_ name: String, in query: Substring) -> String? {
  let pairs = query.dropFirst().split(separator: "&")
  let pair = pairs.first { $0.hasPrefix("\(name)=") }
  return pair.flatMap { pair in
    let text = pair.dropFirst(name.count + 1)
    return try? decodeURIComponent(text.replacing("+", with: " "))
  }
}

func answer(
  _ response: Response, _ status: Int, _ type: String,
  _ text: String
) {
  response.writeHead(
    status, ["Content-Type": "\(type); charset=utf-8"])
  response.end(text)
}

// 8. Listen, then give this thread to the loop.
server.listen(port: environment.port ?? 3000)
let address = "http://127.0.0.1:\(server.port)"
print("Listening on \(address)/users")
print("Try: curl -i \(address)/users/1")
print("Try: curl -i \(address)/users/1 -H 'Accept: text/html'")
EventLoop.main.run()
