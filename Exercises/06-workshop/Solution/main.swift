import Chassis

let page = """
  <!doctype html>
  <meta charset="utf-8">
  <title>Book a seat</title>
  <h1>Book a seat</h1>
  <form method="post" action="/bookings">
    <p><label>Name <input name="name"></label></p>
    <p><label>Email <input name="contact[email]"></label></p>
    <p><label>Seats <input name="seats" size="1"></label></p>
    <p><label><input type="checkbox" name="days[]"
      value="Saturday"> Saturday</label></p>
    <p><label><input type="checkbox" name="days[]"
      value="Sunday"> Sunday</label></p>
    <p><label><input type="checkbox" name="lunch"> Lunch</label></p>
    <p><button>Book</button></p>
  </form>
  """

struct Form: Codable {
  var name: String?
  var contact: Contact?
  var seats: Int?
  var days: [String]?
  var lunch: Bool?
}

struct Contact: Codable {
  var email: String?
}

var bookings: [String] = []

let app = App()

// 1. Read: every form, within its limits.
app.use(urlencoded(limit: 500, extended: true, parameterLimit: 30))

app.get("/") { request, response in
  response.send(page)
}

app.get("/bookings") { request, response in
  let list = bookings.joined(separator: "\n")
  response.type("text")
  response.send(bookings.isEmpty ? "No bookings" : list)
}

app.post("/bookings") { request, response in
  let form = try request.body(as: Form.self)
  response.type("text")

  // 2. Refuse, before anything is kept.
  guard let name = form.name else {
    response.status(400).send("A name is needed")
    return
  }
  let seats = form.seats ?? 1
  guard (1...6).contains(seats) else {
    response.status(400).send("From 1 to 6 seats")
    return
  }

  // 3. Say what was booked, and keep it.
  let email = form.contact?.email ?? "no email"
  let named = form.days?.filter { !$0.isEmpty } ?? []
  let list = named.joined(separator: " and ")
  let days = named.isEmpty ? "no day" : list
  let lunch = form.lunch == true ? "lunch" : "no lunch"
  let number = bookings.count + 1
  let who = "\(number): \(name), \(email)"
  bookings.append("\(who), \(seats) seats, \(days), \(lunch)")
  response.status(201).send(bookings[number - 1])
}

// 4. Whatever is left over.
app.use { request, response, next in
  response.status(404).type("text").send("Nothing here")
}

// 5. Listen: short for HTTPServer, listen(port:) and run().
app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/")
  print("Try: \(address)/ in your browser")
  print("Try: curl -i \(address)/bookings -d 'name=Rahul+Roy'")
}
