// The shop of a garden club: a basket for everybody, a login for
// members, a voucher in a cookie. What a visitor's browser brings
// is believed only where the server can tell that it gave it.

import Chassis

let secret = environment["SECRET"] ?? "only for this exercise"
let members = ["Rahul": "roses", "Priya": "tulips"]
let vouchers = ["spring": "20", "autumn": "10"]

let app = App()
app.use(cookies(secret: secret))
app.use(session(secret: secret))
app.use(urlencoded())

app.post("/basket/:item") { request, response in
  let item = try request.param("item")
  var basket = request.session["basket", default: [String]()]
  basket.append(item)
  request.session["basket"] = basket
  response.sendStatus(204)
}

app.get("/basket") { request, response in
  let basket = request.session["basket", default: [String]()]
  let list = basket.joined(separator: ", ")
  response.type("text").send(basket.isEmpty ? "Empty" : list)
}

app.post("/voucher/:name") { request, response in
  let name = try request.param("name")
  guard let discount = vouchers[name] else {
    throw HTTPError(404, "No such voucher")
  }
  response.cookie("discount", discount, signed: true)
  response.sendStatus(204)
}

app.get("/price") { request, response in
  let discount = Int(request.signedCookies["discount"] ?? "") ?? 0
  response.type("text").send("\(100 - discount)")
}

app.post("/login") { request, response in
  let name = try request.form["name"] ?? ""
  let password = try request.form["password"] ?? ""
  guard let right = members[name], timingSafeEqual(right, password)
  else { throw HTTPError(401, "Wrong name or password") }
  try await request.session.regenerate(keepingValues: true)
  request.session["member"] = name
  response.sendStatus(204)
}

app.get("/me") { request, response in
  let name = request.session["member", as: String.self]
  guard let name else { throw HTTPError(401, "Log in first") }
  response.type("text").send(name)
}

app.post("/logout") { request, response in
  try await request.session.destroy()
  response.sendStatus(204)
}

app.use { request, response, next in
  throw HTTPError(404, "No such page")
}

app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/basket")
  print("Try: curl -i -X POST \(address)/basket/drill")
  print("Try: curl -i \(address)/price -H 'Cookie: discount=99'")
}
