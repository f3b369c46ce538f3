import Engine

let tasks = [
  1: ["Water the garden", "Mend the gate"],
  2: ["Count the books"],
]

func serveTasks(
  _ rest: ArraySlice<Substring>, ofUser text: Substring?,
  _ response: Response
) {
  // 5. The user's id stands in the path above this one, so it has
  // to be handed down.
  guard let id = number("id", text, response) else { return }
  guard let found = tasks[id] else {
    return answer(response, 404, "User not found")
  }
  if rest.isEmpty {
    answer(response, 200, found.joined(separator: ", "))
  } else if rest.count == 1 {
    guard let number = number("number", rest.first, response)
    else { return }
    guard (1...found.count).contains(number) else {
      return answer(response, 404, "Task not found")
    }
    answer(response, 200, found[number - 1])
  } else {
    answer(response, 404, "Page not found")
  }
}
