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

// 1. Mount: one router for each board, one of them twice.
let gardenRouter = boardRouter(garden)
app.use("/garden", gardenRouter)
app.use("/v1/garden", gardenRouter)
app.use("/library", boardRouter(library))

// 2. A board: its paths begin where the mount's ends.
func boardRouter(_ board: Board) -> Router {
  let router = Router()

  router.get("/notices") { request, response in
    let lines = board.notices.indices.map { line(board, $0) }
    response.type("text").send(lines.joined(separator: "\n"))
  }

  router.post("/notices") { request, response in
    guard let text = try newText(request, response) else { return }
    board.notices.append(Notice(text: text))
    let number = board.notices.count
    let address = "\(request.baseUrl)/notices/\(number)"
    response.set("Location", address)
    response.status(201).type("text")
      .send(line(board, number - 1))
  }

  router.get("/notices/:id") { request, response in
    guard let index = try index(board, request, response) else {
      return
    }
    response.type("text").send(board.notices[index].text)
  }

  router.use("/notices/:id/replies", repliesRouter(board))

  router.use { request, response, next in
    let words = "Nothing on the \(board.name) board"
    response.status(404).type("text").send(words)
  }
  return router
}

// 3. Replies: the notice's id stands in the path above.
func repliesRouter(_ board: Board) -> Router {
  let router = Router(mergeParams: true)

  router.get("/") { request, response in
    guard let index = try index(board, request, response) else {
      return
    }
    let replies = board.notices[index].replies
    let list = replies.joined(separator: "\n")
    response.type("text")
    response.send(replies.isEmpty ? "No replies" : list)
  }

  router.post("/") { request, response in
    guard let index = try index(board, request, response),
      let text = try newText(request, response)
    else { return }
    board.notices[index].replies.append(text)
    response.status(201).type("text").send(text)
  }
  return router
}

func line(_ board: Board, _ index: Int) -> String {
  "\(index + 1): \(board.notices[index].text)"
}

/// The place of the notice, or nil if it was answered 404.
func index(
  _ board: Board, _ request: Request, _ response: Response
) throws -> Int? {
  let id = try request.param("id", as: Int.self)
  if (1...board.notices.count).contains(id) { return id - 1 }
  response.status(404).type("text").send("Notice not found")
  return nil
}

/// The text of the form, or nil if it was answered 400.
func newText(
  _ request: Request, _ response: Response
) throws -> String? {
  let text = try request.form["text"] ?? ""
  if !text.isEmpty { return text }
  response.status(400).type("text").send("A text is needed")
  return nil
}

// 4. Nothing fits, on none of the boards.
app.use { request, response, next in
  response.status(404).type("text").send("Nothing here")
}

// 5. Listen: short for HTTPServer, listen(port:) and run().
app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/garden/notices")
  print("Try: curl -i \(address)/library/notices/1/replies")
  let form = "-d 'text=See+you+there'"
  print("Try: curl -i \(address)/garden/notices \(form)")
}
