// The reading room of a library: the papers of one folder, for
// everybody. It reads more than that; README.md tells what people
// have found.

import Chassis

/// The disk, as far as this exercise needs one: a path, and what
/// stands there. So no file of yours is in danger.
let disk = [
  "/library/open/rain.txt": "Rain, by Priya",
  "/library/open/100%.txt": "All of it, by Rahul",
  "/library/open/wait....txt": "Wait, by Zoë",
  "/library/open/poems/rose & thorn.txt": "Roses, by Priya",
  "/library/open/poems/.draft.txt": "a draft of Rahul's",
  "/library/open/.readers.txt": "a list of readers",
  "/library/open/.bin/story.txt": "a story, thrown away",
  "/library/open/rain.txt.old": "Rain, as it was at first",
  "/library/open/room.key": "the key of the room",
  "/library/open-later/letters.txt": "letters, not before May",
  "/library/locked/diary.txt": "a diary",
]

/// Reads as a system does: a path ends at NUL, `\` divides folders
/// as `/` does, and `..` is the folder above. It is right as it is.
func read(_ path: String) -> String? {
  let bytes = path.utf8.prefix { $0 != 0 }
  let text = String(decoding: bytes, as: UTF8.self)
  return disk[Path.normalize(text.replacing("\\", with: "/"))]
}

let room = "/library/open"
let app = App()

app.use("/papers") { request, response, next in
  let name = try paper(request.path)
  guard let text = read("\(room)/\(name)") else {
    throw HTTPError(404, "No such paper")
  }
  response.type("text").send(text)
}

/// Which paper a path names, as the way from the room to it.
func paper(_ path: String) throws -> String {
  // Nobody goes up.
  let inside = path.dropFirst().replacing("../", with: "")
  guard let name = try? decodeURIComponent(inside) else {
    throw HTTPError(400, "Malformed path")
  }
  // Only papers, and none that is hidden.
  guard name.hasSuffix(".txt"), name != ".readers.txt" else {
    throw HTTPError(404, "No such paper")
  }
  let parts = name.split(separator: "/")
  return try parts.map(decoded).joined(separator: "/")
}

/// One name, decoded.
func decoded(_ part: Substring) throws -> String {
  guard let name = try? decodeURIComponent(part) else {
    throw HTTPError(400, "Malformed path")
  }
  return name
}

app.use { request, response, next in
  throw HTTPError(404, "No such page")
}

app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)/papers"
  print("Listening on \(address)/rain.txt")
  print("Try: curl -i \(address)/wait....txt")
  print("Try: curl -i \(address)/....//locked/diary.txt")
}
