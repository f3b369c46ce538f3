import Chassis

// Whoever knows it can sign: a real one comes from outside.
let secret = environment["SECRET"] ?? "only for this lesson"
let passwords = ["Rahul": "roses", "Priya": "tulips"]

let app = App()

// 1. Read and 2. sign: the cookies that the client keeps.
app.use(cookies(secret: secret))
app.use(urlencoded(limit: 1000))

// 8. A session of its own, which lasts a second.
let ticket = session(
  secret: secret, name: "ticket", maxAge: .seconds(1),
  path: "/ticket")

app.post("/ticket", ticket) { request, response in
  request.session["isGood"] = true
  response.sendStatus(204)
}

app.get("/ticket", ticket) { request, response in
  guard request.session["isGood", default: false] else {
    throw HTTPError(401, "No ticket, or an old one")
  }
  response.type("text").send("A good ticket")
}

// 3. Find: an id that we have given, and that has not ended.
app.use(
  session(
    store: MemoryStore(), secret: secret, maxAge: .seconds(3600)))

app.get("/") { request, response in
  // 4. Remember: the session begins with the first visit.
  request.session["visits", default: 0] += 1
  let visits = request.session["visits", default: 0]
  let user = request.session["user", as: String.self]
  let theme = request.signedCookies["theme"] ?? "light"
  response.type("html").send(page(user, visits, theme))
}

app.post("/theme/dark") { request, response in
  // 5. A value that the client keeps, signed.
  response.cookie(
    "theme", "dark", secure: true, sameSite: .strict, signed: true)
  response.redirect(303, "/")
}

app.post("/login") { request, response in
  let name = try request.form["name"] ?? ""
  guard let password = passwords[name],
    timingSafeEqual(password, try request.form["password"] ?? "")
  else { throw HTTPError(401, "Wrong name or password") }
  // 6. Log in: the same values, under a new id. The old one may
  // be known to somebody else.
  try await request.session.regenerate(keepingValues: true)
  request.session["user"] = name
  response.redirect(303, "/")
}

app.post("/logout") { request, response in
  // 7. Log out: here, and not only in the browser.
  try await request.session.destroy()
  response.redirect(303, "/")
}

app.get("/me") { request, response in
  guard let user = request.session["user", as: String.self] else {
    throw HTTPError(401, "Log in first")
  }
  response.type("text").send(user)
}

app.use { request, response, next in
  throw HTTPError(404, "Page not found")
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

// 9. Listen: short for HTTPServer, listen(port:) and run().
app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/")
  print("Try: curl -i \(address)/")
  print("Try: curl -i -X POST \(address)/theme/dark")
}
