import Chassis

struct Book {
  let id: Int
  let title: String
  let chapters: [String]
}

// In the order in which they came: the last one is the newest.
let books = [
  Book(
    id: 1, title: "Rahul's Garden",
    chapters: ["Soil", "Seeds", "Rain"]),
  Book(
    id: 2, title: "Zoë and Priya",
    chapters: ["A Letter", "The Answer"]),
  Book(
    id: 7, title: "Tea/Coffee",
    chapters: ["Leaves", "Beans", "Water", "Sugar"]),
]

let app = App()

// TODO: the routes of the catalogue.

// 1. Whatever is left over.
app.use { request, response, next in
  response.status(404).send("Nothing here")
}

// 2. Listen: short for HTTPServer, listen(port:) and run().
app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/books/1")
  print("Try: curl -i \(address)/books/1/chapters/2")
  print("Try: curl -i \(address)/titles/Rahul's%20Garden")
}
