import Engine

let names = [1: "Rahul", 2: "Priya"]

func serveUsers(
  _ rest: ArraySlice<Substring>, below base: String,
  _ response: Response
) {
  // 3. Everything here is about what follows the base: nothing
  // is the list, one segment is a user.
  if rest.isEmpty {
    answer(response, 200, "Rahul, Priya")
  } else if rest.count == 1 {
    guard let id = number("id", rest.first, response) else {
      return
    }
    guard let name = names[id] else {
      return answer(response, 404, "User not found")
    }
    let tasks = "\(base)/\(id)/tasks"
    answer(response, 200, "\(name), tasks at \(tasks)")
  } else if rest.dropFirst().first == "tasks" {
    // 4. Nested: what follows is about the tasks of one user.
    let id = rest.first
    serveTasks(rest.dropFirst(2), ofUser: id, response)
  } else {
    answer(response, 404, "Page not found")
  }
}
