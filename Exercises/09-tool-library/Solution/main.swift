// The server of a tool library, on Chassis. The card is asked for
// in one place and the role in another; each route or area says
// in one line who may come in.

import Chassis

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

let app = App()

// Who is it? The member is handed on to what follows.
func membersOnly(
  _ request: Request, _ response: Response, _ next: Next
) async throws {
  guard let card = request.get("X-Card") else {
    response.status(401).type("text").send("Show your card")
    return
  }
  guard let member = members[card] else {
    response.status(401).type("text").send("Unknown card")
    return
  }
  request.locals[Member.self] = member
  try await next()
}

// May they? A guard for each set of roles, with words of its own.
func only(_ roles: [String], _ words: String) -> Middleware {
  { request, response, next in
    let member = try request.local(Member.self)
    if roles.contains(member.role) {
      try await next()
    } else {
      response.status(403).type("text").send(words)
    }
  }
}

let keepersOnly = only(["keeper"], "Keepers only")
let auditorsOnly = only(["keeper", "auditor"], "Auditors only")

app.get("/tools") { request, response in
  response.type("text").send(tools.joined(separator: ", "))
}

app.get("/me", membersOnly) { request, response in
  let member = try request.local(Member.self)
  let text = "\(member.name), \(member.role)"
  response.type("text").send(text)
}

app.post("/loans/:tool", membersOnly) { request, response in
  let member = try request.local(Member.self)
  let tool = try request.param("tool")
  response.type("text")
  guard tools.contains(tool) else {
    response.status(404).send("No such tool")
    return
  }
  loans.append("\(member.name) has \(tool)")
  response.status(201).send("\(member.name) has \(tool)")
}

app.use("/keepers", membersOnly, keepersOnly)

app.get("/keepers/loans") { request, response in
  let list = loans.joined(separator: "\n")
  response.type("text")
  response.send(loans.isEmpty ? "No loans" : list)
}

app.delete("/keepers/loans") { request, response in
  let member = try request.local(Member.self)
  loans = []
  response.type("text").send("Cleared by \(member.name)")
}

app.use("/audit", membersOnly, auditorsOnly)

app.get("/audit/count") { request, response in
  response.type("text").send("\(loans.count) loans")
}

app.use { request, response, next in
  response.status(404).type("text").send("Nothing here")
}

app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/tools")
  print("Try: curl -i \(address)/me -H 'X-Card: 1001'")
  print("Try: curl -i \(address)/audit/count -H 'X-Card: 1003'")
}
