// Recipe cards in a folder, a file each. It has no cards yet:
// README.md says what is to be there.

import Engine

let port = environment.port ?? 3000

/// Where the cards are: a file each, `pancakes.txt`. The folder is
/// not there at the beginning.
let folder =
  environment["CARDS"]
  ?? Path.join(environment["TMPDIR"] ?? "/tmp", "cards-\(port)")

let server = HTTPServer { request, response in
  // TODO: the cards.
  answer(response, 404, "Page not found")
}

func answer(
  _ response: Response, _ status: Int, _ text: String = ""
) {
  if status == 204 {
    response.writeHead(204)
    return response.end()
  }
  response.writeHead(
    status, ["Content-Type": "text/plain; charset=utf-8"])
  response.end(text)
}

server.listen(port: port)
let address = "http://127.0.0.1:\(server.port)/cards"
print("Listening on \(address)")
print("The cards are in \(folder)")
print("Try: curl -i -X PUT \(address)/pancakes -d 'Flour'")
EventLoop.main.run()
