// The desk of the club's seed shop: a scale that anybody's program
// may ask, and orders for members. The types are here; README.md
// says what is to be answered.

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

// TODO: the scale, the orders, their guard, and the errors.

app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/health")
  let sample = "{\"grams\":[120,80]}"
  print("Try: curl -i \(address)/weigh --json '\(sample)'")
  let token = "-H 'Authorization: Bearer 1001'"
  print("Try: curl -i \(address)/orders \(token)")
}
