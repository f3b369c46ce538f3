// The server of a tool library, on Engine alone. Some of it is
// for members, some for keepers. It works. Count how often it
// asks for the card, and how often for the keeper.

import Engine

struct Member {
  var name: String
  var role: String
}

let members = [
  "1001": Member(name: "Rahul", role: "keeper"),
  "1002": Member(name: "Priya", role: "borrower"),
  "1003": Member(name: "Zoë", role: "auditor"),
]

let tools = ["Drill", "Ladder", "Saw"]
var loans: [String] = []

let server = HTTPServer { request, response in
  let path = request.url.prefix { $0 != "?" }
  let card = request.headers["X-Card"]

  if request.method == "GET" && path == "/tools" {
    answer(response, 200, tools.joined(separator: ", "))
  } else if request.method == "GET" && path == "/me" {
    guard let card else {
      return answer(response, 401, "Show your card")
    }
    guard let member = members[card] else {
      return answer(response, 401, "Unknown card")
    }
    answer(response, 200, "\(member.name), \(member.role)")
  } else if request.method == "POST" && isLoan(path) {
    guard let card else {
      return answer(response, 401, "Show your card")
    }
    guard let member = members[card] else {
      return answer(response, 401, "Unknown card")
    }
    let tool = String(path.dropFirst("/loans/".count))
    guard tools.contains(tool) else {
      return answer(response, 404, "No such tool")
    }
    loans.append("\(member.name) has \(tool)")
    answer(response, 201, "\(member.name) has \(tool)")
  } else if path == "/keepers" || path.hasPrefix("/keepers/") {
    guard let card else {
      return answer(response, 401, "Show your card")
    }
    guard let member = members[card] else {
      return answer(response, 401, "Unknown card")
    }
    guard member.role == "keeper" else {
      return answer(response, 403, "Keepers only")
    }
    if request.method == "GET" && path == "/keepers/loans" {
      let list = loans.joined(separator: "\n")
      answer(response, 200, loans.isEmpty ? "No loans" : list)
    } else if request.method == "DELETE"
      && path == "/keepers/loans"
    {
      loans = []
      answer(response, 200, "Cleared by \(member.name)")
    } else {
      answer(response, 404, "Nothing here")
    }
  } else {
    answer(response, 404, "Nothing here")
  }
}

/// One segment behind "/loans/".
func isLoan(_ path: Substring) -> Bool {
  let tool = path.dropFirst("/loans/".count)
  return path.hasPrefix("/loans/") && !tool.isEmpty
    && !tool.contains("/")
}

func answer(_ response: Response, _ status: Int, _ text: String) {
  response.writeHead(
    status, ["Content-Type": "text/plain; charset=utf-8"])
  response.end(text)
}

server.listen(port: environment.port ?? 3000)
let address = "http://127.0.0.1:\(server.port)"
print("Listening on \(address)/tools")
print("Try: curl -i \(address)/me -H 'X-Card: 1001'")
print("Try: curl -i \(address)/keepers/loans")
EventLoop.main.run()
