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

// 1. The first route that fits answers, so the fixed path stands
// before the one that would take "newest" for an id.
app.get("/books/newest") { request, response in
  response.send(books.last?.title ?? "Nothing yet")
}

// 2. One parameter, a number.
app.get("/books/:id") { request, response in
  let id = try request.param("id", as: Int.self)
  guard let book = books.first(where: { $0.id == id }) else {
    response.status(404).send("Book not found")
    return
  }
  response.send(book.title)
}

// 3. Two parameters, and the second may be missing.
app.get("/books/:id/chapters{/:number}") { request, response in
  let id = try request.param("id", as: Int.self)
  guard let book = books.first(where: { $0.id == id }) else {
    response.status(404).send("Book not found")
    return
  }
  if request.params["number"] == nil {
    response.send(book.chapters.joined(separator: ", "))
    return
  }
  let number = try request.param("number", as: Int.self)
  guard number >= 1 && number <= book.chapters.count else {
    response.status(404).send("Chapter not found")
    return
  }
  response.send(book.chapters[number - 1])
}

// 4. A parameter that is text. It comes decoded, and whoever
// sent it is a stranger: as plain text it can do no harm.
app.get("/titles/:title") { request, response in
  let title = try request.param("title")
  let found = books.first(where: { $0.title == title })
  response.type("text")
  guard let book = found else {
    response.status(404).send("No book called \(title)")
    return
  }
  response.send("Book \(book.id) is \(book.title)")
}

// 5. All the rest of a path, each segment decoded by itself.
app.get("/shelves/*path") { request, response in
  let shelves = request.params.all("path")
  response.type("text").send(shelves.joined(separator: " > "))
}

// 6. Whatever is left over.
app.use { request, response, next in
  response.status(404).send("Nothing here")
}

// 7. Listen: short for HTTPServer, listen(port:) and run().
app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/books/1")
  print("Try: curl -i \(address)/books/1/chapters/2")
  print("Try: curl -i \(address)/titles/Rahul's%20Garden")
}
