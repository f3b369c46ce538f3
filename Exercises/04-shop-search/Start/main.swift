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
  // 1. The path without its query.
  let path = request.url.prefix { $0 != "?" }

  // TODO: answer GET /products with the products that fit.

  // 2. Nothing fits.
  answer(response, 404, "Nothing here")
}

// Sends a whole answer: a status and a text.
func answer(_ response: Response, _ status: Int, _ text: String) {
  response.writeHead(
    status, ["Content-Type": "text/plain; charset=utf-8"])
  response.end(text)
}

// 3. Listen, then give this thread to the loop.
server.listen(port: environment.port ?? 3000)
let address = "http://127.0.0.1:\(server.port)"
print("Listening on \(address)/products")
print("Try: curl -i '\(address)/products?color=green'")
print("Try: curl -i '\(address)/products?name=Garden+Hose'")
EventLoop.main.run()
