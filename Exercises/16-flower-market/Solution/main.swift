// Priya's flower market: prices that are asked of growers, a bell,
// and bouquets that are counted. Nobody keeps others waiting.

import Chassis

let growers = [
  "Anna", "Bela", "Chen", "Dora", "Emil", "Finn", "Gita", "Hugo",
  "Ines", "Jona",
]

let app = App()

// 1. What is quick.
app.get("/open") { request, response in
  response.type("text").send("Open")
}

// 2. The prices of all growers, a line for each.
app.get("/prices/:flower") { request, response in
  let flower = try request.param("flower")
  // Everybody is asked before the first answer is waited for.
  let answers = growers.map { grower in
    Task { try await askPrice(of: flower, from: grower) }
  }
  var lines: [String] = []
  for (grower, answer) in zip(growers, answers) {
    let price = try await answer.value
    lines.append("\(grower): \(price)")
  }
  response.type("text").send(lines.joined(separator: "\n"))
}

// 3. The bell of the market rings for 600 ms.
app.post("/bell") { request, response in
  try await Task.sleep(for: .milliseconds(600))
  response.type("text").send("Rang")
}

// 4. In how many ways so much money can be spent.
app.get("/bouquets/:money") { request, response in
  let money = try request.param("money", as: Int.self)
  guard (0...70).contains(money) else {
    throw HTTPError(400, "Money is a number from 0 to 70")
  }
  let count = await countElsewhere(for: money)
  response.type("text").send("\(count) bouquets")
}

app.use { request, response, next in
  throw HTTPError(404, "No such page")
}

/// Asks a grower, which takes 100 ms, or a little less where there
/// is less to do. Given: leave it as it is.
func askPrice(
  of flower: String, from grower: String
) async throws -> Int {
  let place = growers.firstIndex(of: grower) ?? 0
  try await Task.sleep(for: .milliseconds(100 - 4 * place))
  return flower.count + place
}

/// In how many ways so much money can be spent on flowers that
/// cost `price` or more. Given: that it takes long is no mistake.
nonisolated func countBouquets(
  for money: Int, from price: Int
) -> Int {
  if money == 0 { return 1 }
  if price > money { return 0 }
  return countBouquets(for: money - price, from: price)
    + countBouquets(for: money, from: price + 1)
}

@concurrent
func countElsewhere(for money: Int) async -> Int {
  countBouquets(for: money, from: 1)
}

app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/open")
  print("Try: curl \(address)/bouquets/55 & curl \(address)/open")
  print("Try: curl \(address)/prices/rose")
}
