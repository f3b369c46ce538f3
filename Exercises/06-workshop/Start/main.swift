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

var bookings: [String] = []

let app = App()

app.get("/") { request, response in
  response.send(page)
}

// TODO: read forms, and answer for /bookings.

// 1. Whatever is left over.
app.use { request, response, next in
  response.status(404).type("text").send("Nothing here")
}

// 2. Listen: short for HTTPServer, listen(port:) and run().
app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/")
  print("Try: \(address)/ in your browser")
  print("Try: curl -i \(address)/bookings -d 'name=Rahul+Roy'")
}
