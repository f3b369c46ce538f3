import Engine

let page = """
  <!doctype html>
  <html lang="en">
  <meta charset="utf-8">
  <title>Sign up</title>
  <h1>Sign up</h1>
  <form method="post" action="/signup">
    <p><label>Name <input name="name" required></label></p>
    <p><label>City <input name="address[city]"></label></p>
    <p>Skills
      <label><input type="checkbox" name="skills[]"
        value="Swift"> Swift</label>
      <label><input type="checkbox" name="skills[]"
        value="SQL"> SQL</label></p>
    <p><label><input type="checkbox" name="newsletter">
      Send me the newsletter</label></p>
    <p><label>Guests <input name="guests" size="2"></label></p>
    <p><button>Sign up</button></p>
  </form>
  </html>
  """

let formType = "application/x-www-form-urlencoded"

typealias Form = [(name: String, value: String)]

let server = HTTPServer { request, response in
  let path = request.url.prefix { $0 != "?" }
  if request.method == "GET" && path == "/" {
    // 1. Show: a form is a page like any other.
    response.writeHead(
      200, ["Content-Type": "text/html; charset=utf-8"])
    response.end(page)
  } else if request.method == "POST" && path == "/signup" {
    let form = try await readForm(request, response)
    if let form { signUp(form, response) }
  } else {
    answer(response, 404, "Page not found")
  }
}

/// Nil if it was refused.
func readForm(
  _ request: Request, _ response: Response
) async throws -> Form? {
  // 2. Check: is there a body, and is it a form?
  let body = request.body
  guard !body.isAbsent, body.announcedLength != 0 else {
    refuse(400, "a body is expected, none came", response)
    return nil
  }
  let type = request.headers["Content-Type"] ?? "none named"
  let name = type.prefix { $0 != ";" && $0 != " " }
  guard name.lowercased() == formType else {
    let wanted = "expected a body of type \(formType)"
    refuse(415, "\(wanted), found \(type)", response)
    return nil
  }

  // 3. Collect, with a limit, and count the fields.
  var bytes: [UInt8] = []
  for try await chunk in body {
    bytes += chunk
    if bytes.count > 1000 {
      refuse(413, "the body is larger than 1000 bytes", response)
      return nil
    }
  }
  guard let text = String(validating: bytes, as: UTF8.self) else {
    refuse(400, "the form is no UTF-8", response)
    return nil
  }
  let pieces = text.split(separator: "&")
  guard pieces.count <= 20 else {
    refuse(413, "the form has more than 20 fields", response)
    return nil
  }

  // 4. Split, then decode: the same as for a query.
  return pieces.map { piece in
    let name = piece.prefix { $0 != "=" }
    let value = piece.dropFirst(name.count + 1)
    return (name: decode(name), value: decode(value))
  }
}

func decode(_ text: Substring) -> String {
  let text = text.replacing("+", with: " ")
  return (try? decodeURIComponent(text)) ?? String(text)
}

// 5. Read: brackets are part of the name, an empty field counts
// as none, and a box that is not ticked is not there at all.
func signUp(_ form: Form, _ response: Response) {
  guard let name = values("name", form).first else {
    return answer(response, 400, "A name is needed")
  }
  let city = values("address[city]", form).first ?? "nowhere"
  let skills = values("skills", form) + values("skills[]", form)
  let newsletter = values("newsletter", form).first == "on"
  var guests: Int?
  if let text = values("guests", form).first {
    // What JSON takes for a number: 3 and 3.0, not +3 or 03.
    guests = try? JSON.parse(text, as: Int.self)
    guard guests != nil else {
      let wanted = "guests: expected a whole number"
      return refuse(400, "\(wanted), found \"\(text)\"", response)
    }
  }
  // 6. Answer.
  let known = skills.isEmpty ? "no skills" : list(skills)
  let mail = newsletter ? "newsletter" : "no newsletter"
  let others = guests.map { ", \($0) guests" } ?? ""
  let rest = "\(known), \(mail)\(others)"
  answer(response, 201, "\(name) from \(city): \(rest)")
}

func values(_ name: String, _ form: Form) -> [String] {
  form.filter { $0.name == name && !$0.value.isEmpty }
    .map(\.value)
}

func list(_ skills: [String]) -> String {
  skills.joined(separator: " and ")
}

func answer(_ response: Response, _ status: Int, _ text: String) {
  response.writeHead(
    status, ["Content-Type": "text/plain; charset=utf-8"])
  response.end(text)
}

func refuse(_ status: Int, _ reason: String, _ response: Response) {
  response.writeHead(
    status,
    [
      "Content-Type": "text/plain; charset=utf-8",
      "X-Content-Type-Options": "nosniff",
    ])
  response.end(reason)
}

// 7. Listen, then give this thread to the loop.
server.listen(port: environment.port ?? 3000)
let address = "http://127.0.0.1:\(server.port)"
print("Listening on \(address)/")
print("Try: \(address)/ in your browser")
print("Try: curl -i \(address)/signup -d 'name=Rahul+Roy'")
EventLoop.main.run()
