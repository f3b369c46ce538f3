// The answers that nobody wrote: not found, method not allowed, OPTIONS, and errors that no `onError` answered.

extension Visit {
  /// No layer answered. OPTIONS tells what would; else it is 405 where the app wants that, or 404.
  func answerUnmatched() throws {
    guard !response.headersSent else { return }
    response.removeBodyFields()
    let allow = exchange.found.allowedMethods.sorted().joined(separator: ", ")
    if allow.isEmpty {
      let path = String(decoding: pathBytes(of: request.originalUrl), as: UTF8.self)
      answerNotFound("Cannot \(request.method) \(path)")
    } else if request.method == "OPTIONS" {
      response.headers["Allow"] = allow
      response.answerPlainly(200, allow, type: "text/plain")
    } else if exchange.app?.methodNotAllowed == true {
      throw HTTPError(405, headers: ["Allow": allow])
    } else {
      exchange.found.allowedMethods = []
      try answerUnmatched()
    }
  }

  private func answerNotFound(_ message: String) {
    let problem = exchange.found.problemFormat?.problem(for: HTTPError(404, message))
    if let problem, problem.answer(request, response) { return }
    response.answerPlainly(404, message)
  }
}

extension Exchange {
  /// Remembers a method that a route of this path answers.
  func allow(_ method: String?) {
    guard let method else { return }
    found.allowedMethods.insert(method)
    if method == "GET" { found.allowedMethods.insert("HEAD") }
  }

  /// Writes a mistake of the program to the log at once: an `onError` might keep it to itself.
  func reportMistake(_ error: any Error, _ request: Request) {
    guard error is Mistake, !found.hasReportedMistake else { return }
    found.hasReportedMistake = true
    log("\(request.method) \(request.originalUrl): \(error)")
  }
}

extension App {
  /// Answers for an error that every `onError` passed on.
  func answer(_ error: any Error, _ request: Request, _ response: Response, _ exchange: Exchange) {
    if Task.isCancelled { return response.destroy() }
    let answer = HTTPError(error)
    exchange.reportMistake(error, request)
    if answer.status >= 500 || response.headersSent, !(error is Mistake) {
      let place = exchange.layer.map { ", in \($0.readableName)" } ?? ""
      exchange.log("\(request.method) \(request.originalUrl): \(error)\(place)")
    }
    guard !response.headersSent else {
      if !response.ended { response.destroy() }
      return
    }
    response.removeBodyFields()
    for field in answer.headers.fields { response.headers[field.name] = nil }
    for field in answer.headers.fields { response.headers.append(field.name, field.value) }
    if let format = exchange.found.problemFormat {
      if format.problem(for: answer, error).answer(request, response) { return }
    } else if let list = (error as? ValidationError).flatMap({
      try? JSON.stringify($0, jsonOptions)
    }) {
      return response.answerPlainly(answer.status, list, type: "application/json; charset=utf-8")
    }
    response.answerPlainly(
      answer.status, answer.status < 500 ? answer.message : reasonPhrase(for: answer.status))
  }
}

extension Response {
  /// Removes what a handler had set for a body of its own; other fields stay.
  func removeBodyFields() {
    let names = [
      "Content-Encoding", "Content-Language", "Content-Range", "Content-Length",
      "Content-Disposition", "ETag", "Last-Modified",
    ]
    for name in names { headers[name] = nil }
  }

  /// One line of text.
  func answerPlainly(_ status: Int, _ text: String, type: String = "text/plain; charset=utf-8") {
    headers["Content-Type"] = type
    headers["X-Content-Type-Options"] = "nosniff"
    statusCode = status
    end(text)
  }
}
