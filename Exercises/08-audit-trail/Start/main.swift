// The server of a small project tracker, on Engine alone. Every
// answer carries a number, every request is written to the trail,
// and what lies below /admin needs a key. It works. Count how
// often it says each of these three things.

import Engine

let asHTML: Headers = ["Content-Type": "text/html; charset=utf-8"]
let asJSON: Headers = [
  "Content-Type": "application/json; charset=utf-8"
]
var trail: [String] = []

let server = HTTPServer { request, response in
  let path = request.url.prefix { $0 != "?" }
  let isGet = request.method == "GET"

  if isGet && path == "/" {
    number(response)
    answer(response, 200, "Welcome to the homepage")
    audit(request, response)
  } else if isGet && path == "/projects" {
    number(response)
    answer(response, 200, "Garden, Library")
    audit(request, response)
  } else if isGet && path == "/admin/users" {
    number(response)
    if hasKey(request) {
      answer(response, 200, "Rahul, Priya")
    } else {
      answer(response, 403, "Staff only")
    }
    audit(request, response)
  } else if isGet && path == "/admin/trail" {
    number(response)
    if hasKey(request) {
      let text = try JSON.stringify(trail)
      response.writeHead(200, asJSON)
      response.end(text)
    } else {
      answer(response, 403, "Staff only")
    }
    audit(request, response)
  } else if path == "/admin" || path.hasPrefix("/admin/") {
    // Without the key nobody learns which pages there are.
    number(response)
    if hasKey(request) {
      answer(response, 404, "Page not found")
    } else {
      answer(response, 403, "Staff only")
    }
    audit(request, response)
  } else {
    number(response)
    answer(response, 404, "Page not found")
    audit(request, response)
  }
}

/// Numbers an answer: one more than the trail has lines.
func number(_ response: Response) {
  response.headers["X-Audit"] = "\(trail.count + 1)"
}

/// Writes what was asked, and how it was answered, to the trail.
func audit(_ request: Request, _ response: Response) {
  let status = response.statusCode
  trail.append("\(request.method) \(request.url) \(status)")
}

func hasKey(_ request: Request) -> Bool {
  request.headers["X-Key"] == "open sesame"
}

func answer(_ response: Response, _ status: Int, _ text: String) {
  response.writeHead(status, asHTML)
  response.end(text)
}

server.listen(port: environment.port ?? 3000)
let address = "http://127.0.0.1:\(server.port)"
print("Listening on \(address)/")
print("Try: curl -i \(address)/admin/users")
print("Try: curl -H 'X-Key: open sesame' \(address)/admin/trail")
EventLoop.main.run()
