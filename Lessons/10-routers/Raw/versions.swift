import Engine

struct User: Codable {
  var id: Int
  var name: String
}

struct Problem: Codable {
  var error: String
}

func serveVersion1(
  _ rest: ArraySlice<Substring>, _ response: Response
) {
  // 6. Versions: the first is what it always was …
  if rest.first == "users" {
    let base = "/v1/users"
    serveUsers(rest.dropFirst(), below: base, response)
  } else {
    answer(response, 404, "Page not found")
  }
}

func serveVersion2(
  _ rest: ArraySlice<Substring>, _ response: Response
) throws {
  // … and the second may answer otherwise, errors too.
  if rest.first == "users" && rest.count == 1 {
    let users = [
      User(id: 1, name: "Rahul"), User(id: 2, name: "Priya"),
    ]
    try answer(response, 200, users)
  } else {
    let problem = Problem(error: "Nothing here in version 2")
    try answer(response, 404, problem)
  }
}
