import Chassis

struct Notice {
  var text: String
  var replies: [String] = []
}

final class Board {
  let name: String
  var notices: [Notice]

  init(_ name: String, _ texts: String...) {
    self.name = name
    notices = texts.map { Notice(text: $0) }
  }
}

let garden = Board("garden", "Bring your spades", "Too dry")
let library = Board("library", "New shelves")

let app = App()

app.use(urlencoded())

// TODO: write a board once, and mount it where it is wanted.

// 1. Nothing fits, on none of the boards.
app.use { request, response, next in
  response.status(404).type("text").send("Nothing here")
}

// 2. Listen: short for HTTPServer, listen(port:) and run().
app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/garden/notices")
  print("Try: curl -i \(address)/library/notices/1/replies")
  let form = "-d 'text=See+you+there'"
  print("Try: curl -i \(address)/garden/notices \(form)")
}
