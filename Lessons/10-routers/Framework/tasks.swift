import Chassis

typealias TaskList = [String]

let tasks = [
  1: ["Water the garden", "Mend the gate"],
  2: ["Count the books"],
]

func tasksRouter() -> Router {
  // 5. The user's id stands in the path above this one. Merged,
  // the parameters of that path are there as well.
  let router = Router(mergeParams: true)

  router.use { request, response, next in
    let id = try request.param("id", as: Int.self)
    if let found = tasks[id] {
      request.locals[TaskList.self] = found
      try await next()
    } else {
      response.status(404).type("text").send("User not found")
    }
  }

  router.get("/") { request, response in
    let found = try request.local(TaskList.self)
    response.type("text").send(found.joined(separator: ", "))
  }

  router.get("/:number") { request, response in
    let found = try request.local(TaskList.self)
    let number = try request.param("number", as: Int.self)
    response.type("text")
    guard (1...found.count).contains(number) else {
      response.status(404).send("Task not found")
      return
    }
    response.send(found[number - 1])
  }
  return router
}
