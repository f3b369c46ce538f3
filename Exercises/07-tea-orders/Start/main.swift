// A tea shop's server. Orders are kept and found as they should
// be. What is wrong is how it answers; README.md tells what
// people saw.

import Chassis

struct Order: Codable {
  var id: Int
  var customer: String
  var drink: String
  var line: String { "\(id) \(customer): \(drink)" }
}

struct NewOrder: Codable {
  var customer: String
  var drink: String
}

let menu = ["Assam", "Darjeeling", "Masala Chai"]

var orders = [
  Order(id: 1, customer: "Rahul", drink: "Assam"),
  Order(id: 2, customer: "Priya", drink: "Masala Chai"),
  Order(id: 3, customer: "Zoë & Chen", drink: "Darjeeling"),
]

let app = App()

app.use(urlencoded())

app.get("/orders") { request, response in
  let customer = request.query["customer"]
  let found = orders.filter { $0.customer == customer }
  let lines = found.map(\.line)
  response.type("text").send(lines.joined(separator: "\n"))
}

app.get("/orders/:id") { request, response in
  let id = try request.param("id", as: Int.self)
  guard let order = orders.first(where: { $0.id == id }) else {
    response.type("text").send("Order not found")
    return
  }
  // The drink is on the menu, so it can do no harm in a page; the
  // customer's name could.
  if request.get("Accept") == "text/html" {
    response.send("<p>Order \(id): \(order.drink)</p>")
  } else {
    response.json(order)
  }
}

app.post("/orders") { request, response in
  let order = try request.body(as: NewOrder.self)
  guard menu.contains(order.drink) else {
    response.status(400).type("text").send("Not on the menu")
    return
  }
  let id = orders.count + 1
  orders.append(
    Order(id: id, customer: order.customer, drink: order.drink))
  response.redirect(307, "/orders/\(id)")
}

app.get("/orders.csv") { request, response in
  let lines = orders.map { "\($0.id),\($0.drink)\n" }
  let text = "id,drink\n" + lines.joined()
  response.send(text)
}

app.get("/customers/:name") { request, response in
  let name = try request.param("name")
  response.set("Location", "/orders?customer=\(name)")
  response.status(302).send()
}

app.get("/menu") { request, response in
  let page = try request.query("page", as: Int.self) ?? 1
  response.type("text")
  guard (1...menu.count).contains(page) else {
    response.status(404).send("No such page")
    return
  }
  if page > 1 {
    response.links(["prev": "/menu?page=\(page - 1)"])
  }
  response.links(["next": "/menu?page=\(page + 1)"])
  response.send(menu[page - 1])
}

app.use { request, response, next in
  response.status(404).type("text").send("Nothing here")
}

app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/orders/1")
  print("Try: curl -i \(address)/orders/1 -H 'Accept: text/html'")
  let form = "-d 'customer=Rahul&drink=Assam'"
  print("Try: curl -i \(address)/orders \(form)")
}
