import Chassis

struct User: Codable {
  var id: Int
  var name: String
}

struct Problem: Codable {
  var error: String
}

func version1Router() -> Router {
  // 6. Versions: the first is what it always was …
  let router = Router()
  router.use("/users", usersRouter())
  return router
}

func version2Router() -> Router {
  // … and the second may answer otherwise, errors too.
  let router = Router()
  router.get("/users") { request, response in
    response.json([
      User(id: 1, name: "Rahul"), User(id: 2, name: "Priya"),
    ])
  }
  router.use { request, response, next in
    let problem = Problem(error: "Nothing here in version 2")
    response.status(404).json(problem)
  }
  return router
}
