// The desk of the club's seed shop: a scale that anybody's program
// may ask, and orders for members, with one guard and one shape of
// errors.

import Chassis

struct Problem: Codable {
  var error: String
}

struct Sample: Codable {
  var grams: [Double]
}

struct Verdict: Codable {
  var result: String
}

struct Input: Codable {
  var item: String?
  var count: Int?
}

struct Order: Codable {
  var id: String
  var item: String
  var count: Int
}

struct Health: Codable {
  var status: String
}

struct SupplierError: Error {
  var message: String
}

let members = ["1001": Identity("Rahul"), "1002": Identity("Priya")]

var orders: [String: [Order]] = [:]
var lastNumber = 0

/// Asks the supplier, who may fail. It is right as it is.
func deliver(_ item: String, _ count: Int) async throws {
  try await Task.sleep(for: .milliseconds(1))
  if item == "orchid" {
    throw SupplierError(message: "login root:1234 was refused")
  }
}

let app = App()

app.get("/health") { request, response in
  response.json(Health(status: "ok"))
}

app.post("/weigh", json()) { request, response in
  let sample = try request.body(as: Sample.self)
  guard !sample.grams.isEmpty else {
    throw HTTPError(400, "invalid request")
  }
  let isHeavy = sample.grams.reduce(0, +) > 200
  response.json(Verdict(result: isHeavy ? "heavy" : "light"))
}

app.use("/orders", membersOnly, json())

app.get("/orders") { request, response in
  let member = try request.local(Identity.self)
  response.json(orders[member.name, default: []])
}

app.post("/orders") { request, response in
  let member = try request.local(Identity.self)
  let input = try request.body(as: Input.self)
  guard let item = input.item, !item.isEmpty else {
    throw HTTPError(400, "item is required")
  }
  let count = input.count ?? 1
  guard (1...100).contains(count) else {
    throw HTTPError(400, "count must be 1 to 100")
  }
  try await deliver(item, count)
  lastNumber += 1
  let order = Order(
    id: "ord_\(lastNumber)", item: item, count: count)
  orders[member.name, default: []].append(order)
  response.status(201).json(order)
}

func membersOnly(
  _ request: Request, _ response: Response, _ next: Next
) async throws {
  let parts = (request.get("Authorization") ?? "")
    .split(separator: " ")
  guard parts.count == 2, parts[0].lowercased() == "bearer",
    let member = members[String(parts[1])]
  else { throw HTTPError(401, "unauthorized") }
  request.locals[Identity.self] = member
  try await next()
}

app.use { request, response, next in
  throw HTTPError(404, "not found")
}

app.onError { error, request, response in
  var status = 500
  var words = "internal error"
  if let refusal = error as? HTTPError, refusal.status < 500 {
    status = refusal.status
    words =
      refusal.code == nil ? refusal.message : "invalid request"
  } else {
    report("\(request.method) \(request.url): \(error)")
  }
  response.status(status).json(Problem(error: words))
}

app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/health")
  let sample = "{\"grams\":[120,80]}"
  print("Try: curl -i \(address)/weigh --json '\(sample)'")
  let token = "-H 'Authorization: Bearer 1001'"
  print("Try: curl -i \(address)/orders \(token)")
}
