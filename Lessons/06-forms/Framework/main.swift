import Chassis

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

struct SignUp: Codable {
  var name: String?
  var address: Address?
  var skills: [String]?
  var newsletter: Bool?
  var guests: Int?
}

struct Address: Codable {
  var city: String?
}

let app = App()

app.get("/") { request, response in
  // 1. Show: a form is a page like any other.
  response.send(page)
}

// 2. Check the type, 3. collect, count, 4. split and decode: one
// middleware.
app.use(urlencoded(limit: 1000, extended: true, parameterLimit: 20))

app.post("/signup") { request, response in
  // 5. Read: the fields take the shape of a type. An empty one is
  // nil, and a box that is not ticked is not there at all.
  let form = try request.body(as: SignUp.self)
  response.type("text")
  guard let name = form.name else {
    response.status(400).send("A name is needed")
    return
  }
  let city = form.address?.city ?? "nowhere"
  let skills = form.skills ?? []
  let newsletter = form.newsletter ?? false
  // 6. Answer.
  let known = skills.isEmpty ? "no skills" : list(skills)
  let mail = newsletter ? "newsletter" : "no newsletter"
  let others = form.guests.map { ", \($0) guests" } ?? ""
  let rest = "\(known), \(mail)\(others)"
  response.status(201).send("\(name) from \(city): \(rest)")
}

func list(_ skills: [String]) -> String {
  skills.joined(separator: " and ")
}

app.use { request, response, next in
  response.status(404).type("text").send("Page not found")
}

// 7. Listen: short for HTTPServer, listen(port:) and run().
app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/")
  print("Try: \(address)/ in your browser")
  print("Try: curl -i \(address)/signup -d 'name=Rahul+Roy'")
}
