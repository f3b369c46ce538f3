import Engine

// Whoever knows it can sign: a real one comes from outside.
let secret = environment["SECRET"] ?? "only for this lesson"
let passwords = ["Rahul": "roses", "Priya": "tulips"]

// What the server remembers of a visitor, and until when.
struct Session {
  var visits = 0
  var user: String?
  var ends = ContinuousClock.now
}

var sessions: [String: Session] = [:]
var tickets: [String: Session] = [:]

let server = HTTPServer { request, response in
  let path = request.url.prefix { $0 != "?" }
  let cookies = readCookies(request)
  // 3. Find: an id that we have given, and that has not ended.
  let id = find(cookies["session"], in: sessions)
  switch (request.method, path) {
  case ("GET", "/"):
    // 4. Remember: the session begins with the first visit.
    var session = id.flatMap { sessions[$0] } ?? Session()
    session.visits += 1
    keep(session, as: id ?? newID(), response)
    let theme = verify(cookies["theme"]) ?? "light"
    let text = page(session.user, session.visits, theme)
    answer(response, 200, text, type: "text/html")
  case ("POST", "/theme/dark"):
    // 5. A value that the client keeps, signed.
    setCookie(
      "theme", sign("dark"),
      "Path=/; HttpOnly; Secure; SameSite=Strict", response)
    redirect(response, to: "/")
  case ("POST", "/login"):
    let form = try await readForm(request)
    let name = form["name"] ?? ""
    guard let password = passwords[name],
      timingSafeEqual(password, form["password"] ?? "")
    else {
      return refuse(response, 401, "Wrong name or password")
    }
    // 6. Log in: the same values, under a new id. The old one may
    // be known to somebody else.
    let old = id.flatMap { sessions.removeValue(forKey: $0) }
    var session = old ?? Session()
    session.user = name
    keep(session, as: newID(), response)
    redirect(response, to: "/")
  case ("POST", "/logout"):
    // 7. Log out: here, and not only in the browser.
    if let id {
      sessions[id] = nil
      let past = httpDate(0)
      setCookie(
        "session", "",
        "Path=/; Expires=\(past); HttpOnly; SameSite=Lax",
        response)
    }
    redirect(response, to: "/")
  case ("GET", "/me"):
    guard let user = id.flatMap({ sessions[$0]?.user }) else {
      return refuse(response, 401, "Log in first")
    }
    answer(response, 200, user, type: "text/plain")
  case ("POST", "/ticket"):
    // 8. A session of its own, which lasts a second.
    let id = newID()
    tickets = tickets.filter { $0.value.ends > .now }
    tickets[id] = Session(ends: .now + .seconds(1))
    setIDCookie("ticket", id, 1, "/ticket", response)
    response.writeHead(204)
    response.end()
  case ("GET", "/ticket"):
    guard find(cookies["ticket"], in: tickets) != nil else {
      return refuse(response, 401, "No ticket, or an old one")
    }
    answer(response, 200, "A good ticket", type: "text/plain")
  default:
    refuse(response, 404, "Page not found")
  }
}

// 1. Read: all cookies come in one header; a client can send
// anything there.
func readCookies(_ request: Request) -> [String: String] {
  var cookies: [String: String] = [:]
  let field = request.headers["Cookie"] ?? ""
  for pair in field.split(separator: ";") {
    let pair = pair.drop { $0 == " " }
    let name = pair.prefix { $0 != "=" }
    let value = pair.dropFirst(name.count + 1)
    if cookies[String(name)] == nil {
      cookies[String(name)] =
        (try? decodeURIComponent(value)) ?? String(value)
    }
  }
  return cookies
}

// 2. Sign: the value, and a code that only we can make of it.
func sign(_ value: String) -> String {
  let code = HMACSHA256.code(of: value, key: Array(secret.utf8))
  return "s:\(value).\(Base64.encode(code).dropLast())"
}

// The value, if this very text is what we would have signed.
func verify(_ text: String?) -> String? {
  guard let text, text.hasPrefix("s:"),
    let dot = text.lastIndex(of: ".")
  else { return nil }
  let value = String(text[..<dot].dropFirst(2))
  return timingSafeEqual(text, sign(value)) ? value : nil
}

// Nobody guesses sixteen random bytes.
func newID() -> String { Base64.encode(randomBytes(16), as: .url) }

func find(_ cookie: String?, in table: [String: Session])
  -> String?
{
  guard let id = verify(cookie), let session = table[id],
    session.ends > .now
  else { return nil }
  return id
}

func keep(
  _ session: Session, as id: String, _ response: Response
) {
  sessions = sessions.filter { $0.value.ends > .now }
  sessions[id] = session
  sessions[id]?.ends = .now + .seconds(3600)
  setIDCookie("session", id, 3600, "/", response)
}

func setIDCookie(
  _ name: String, _ id: String, _ seconds: Int64, _ path: String,
  _ response: Response
) {
  let end = httpDate(wallClockSeconds() + seconds)
  setCookie(
    name, sign(id),
    "Max-Age=\(seconds); Path=\(path); Expires=\(end); "
      + "HttpOnly; SameSite=Lax", response)
}

func setCookie(
  _ name: String, _ value: String, _ attributes: String,
  _ response: Response
) {
  let text = "\(name)=\(encodeURIComponent(value)); \(attributes)"
  response.headers.append("Set-Cookie", text)
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

func page(_ user: String?, _ visits: Int, _ theme: String)
  -> String
{
  let form =
    if user == nil {
      """
      <form method="post" action="/login">
        <p><label>Name <input name="name"></label></p>
        <p><label>Password
          <input name="password" type="password"></label></p>
        <p><button>Log in</button></p>
      </form>
      """
    } else {
      """
      <form method="post" action="/logout">
        <p><button>Log out</button></p>
      </form>
      """
    }
  let background = theme == "dark" ? "#ccc" : "#fff"
  return """
    <!doctype html>
    <html lang="en">
    <meta charset="utf-8">
    <title>The garden club</title>
    <body style="background: \(background)">
    <h1>Hello, \(user ?? "stranger")</h1>
    <p>Visit \(visits), in \(theme) colours.</p>
    \(form)
    <form method="post" action="/theme/dark">
      <p><button>Dark colours</button></p>
    </form>
    </html>
    """
}

func answer(
  _ response: Response, _ status: Int, _ text: String, type: String
) {
  response.writeHead(
    status, ["Content-Type": "\(type); charset=utf-8"])
  response.end(text)
}

func redirect(_ response: Response, to path: String) {
  response.headers["Location"] = path
  response.headers["Vary"] = "Accept"
  let text = "See Other. Redirecting to \(path)"
  answer(response, 303, text, type: "text/plain")
}

func refuse(_ response: Response, _ status: Int, _ reason: String) {
  response.headers["X-Content-Type-Options"] = "nosniff"
  answer(response, status, reason, type: "text/plain")
}

// 9. Listen, then give this thread to the loop.
server.listen(port: environment.port ?? 3000)
let address = "http://127.0.0.1:\(server.port)"
print("Listening on \(address)/")
print("Try: curl -i \(address)/")
print("Try: curl -i -X POST \(address)/theme/dark")
EventLoop.main.run()
