import Engine

func answer(_ response: Response, _ status: Int, _ text: String) {
  response.writeHead(
    status, ["Content-Type": "text/plain; charset=utf-8"])
  response.end(text)
}

func answer(
  _ response: Response, _ status: Int, _ value: some Codable
) throws {
  let text = try JSON.stringify(value)
  response.writeHead(
    status, ["Content-Type": "application/json; charset=utf-8"])
  response.end(text)
}

/// A segment as a number, or nil if it was refused.
func number(
  _ name: String, _ segment: Substring?, _ response: Response
) -> Int? {
  let segment = segment ?? ""
  guard let text = try? decodeURIComponent(segment) else {
    let problem = "malformed percent-encoding in \"\(segment)\""
    refuse("\(name): \(problem)", response)
    return nil
  }
  if let number = Int(text) { return number }
  let reason = "expected a whole number, found \"\(text)\""
  refuse("\(name): \(reason)", response)
  return nil
}

func refuse(_ reason: String, _ response: Response) {
  response.headers["X-Content-Type-Options"] = "nosniff"
  answer(response, 400, reason)
}
