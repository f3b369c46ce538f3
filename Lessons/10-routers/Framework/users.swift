import Chassis

let names = [1: "Rahul", 2: "Priya"]

func usersRouter() -> Router {
  let router = Router()

  // 3. Everything here is about what follows the path of the
  // mount: "/" is the list, "/:id" is a user.
  router.get("/") { request, response in
    response.type("text").send("Rahul, Priya")
  }

  router.get("/:id") { request, response in
    let id = try request.param("id", as: Int.self)
    response.type("text")
    guard let name = names[id] else {
      response.status(404).send("User not found")
      return
    }
    let tasks = "\(request.baseUrl)/\(id)/tasks"
    response.send("\(name), tasks at \(tasks)")
  }

  // 4. Nested: a router within a router.
  router.use("/:id/tasks", tasksRouter())
  return router
}
