import Engine

struct Product {
  var name: String
  var color: String
  var price: Int
  var line: String { "\(name), \(color), \(price)" }
}

let products = [
  Product(name: "Bucket", color: "green", price: 18),
  Product(name: "Garden Hose", color: "green", price: 35),
  Product(name: "Hose & Reel", color: "black", price: 60),
  Product(name: "Flowerpot", color: "red", price: 7),
  Product(name: "Seeds A+B", color: "red", price: 4),
  Product(name: "Gloves size=M", color: "blue", price: 12),
  Product(name: "Café Table", color: "white", price: 90),
]

let server = HTTPServer { request, response in
  // 1. The path without its query, and the query without "?".
  let path = request.url.prefix { $0 != "?" }
  let query = pairs(in: request.url.dropFirst(path.count + 1))
  guard request.method == "GET" && path == "/products" else {
    return answer(response, 404, "Nothing here")
  }

  // 2. What is wished for.
  let names = values("name", query)
  let colors = values("color", query)
  var highest = Int.max
  if let text = values("max", query).first {
    guard let max = Int(text) else {
      let reason = "expected a whole number, found \"\(text)\""
      return answer(response, 400, "max: \(reason)")
    }
    highest = max
  }

  // 3. What fits.
  let found = products.filter { product in
    (names.isEmpty || names.contains(product.name))
      && (colors.isEmpty || colors.contains(product.color))
      && product.price <= highest
  }
  let lines = found.map { $0.line }
  let list = lines.joined(separator: "\n")
  answer(response, 200, found.isEmpty ? "No products" : list)
}

// Splits first and decodes afterwards, so that an encoded "&" or
// "=" separates nothing.
func pairs(in query: Substring) -> [(name: String, value: String)] {
  query.split(separator: "&").map { pair in
    let name = pair.prefix { $0 != "=" }
    let value = pair.dropFirst(name.count + 1)
    return (name: decode(name), value: decode(value))
  }
}

func values(
  _ name: String, _ query: [(name: String, value: String)]
) -> [String] {
  query.filter { $0.name == name }.map { $0.value }
}

// What cannot be decoded stays as it came.
func decode(_ text: Substring) -> String {
  let spaced = text.replacing("+", with: " ")
  return (try? decodeURIComponent(spaced)) ?? String(text)
}

// Sends a whole answer: a status and a text.
func answer(_ response: Response, _ status: Int, _ text: String) {
  response.writeHead(
    status, ["Content-Type": "text/plain; charset=utf-8"])
  response.end(text)
}

// 4. Listen, then give this thread to the loop.
server.listen(port: environment.port ?? 3000)
let address = "http://127.0.0.1:\(server.port)"
print("Listening on \(address)/products")
print("Try: curl -i '\(address)/products?color=green'")
print("Try: curl -i '\(address)/products?name=Garden+Hose'")
EventLoop.main.run()
