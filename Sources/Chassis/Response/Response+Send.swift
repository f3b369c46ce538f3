// The answers that a handler gives: text, bytes, JSON, a status alone.
//
// None of these methods throws, so that they read as in Express. What one cannot do (a status of 9999, a number that is
// no JSON, a second answer) it keeps, and the router throws it when the handler returns.

extension Response {
  /// Answers with text: HTML, unless a type was set.
  ///
  /// ```swift
  /// response.send("Welcome to the homepage")
  /// response.type("text").send("plain words")
  /// ```
  ///
  /// Express: `res.send`
  public func send(_ text: String) {
    guard let exchange = openExchange() else { return }
    setTypeUnlessSet("text/html; charset=utf-8")
    finish(text, exchange.etag)
  }

  /// Answers with bytes: `application/octet-stream`, unless a type was set.
  ///
  /// Express: `res.send(buffer)`
  public func send(_ bytes: [UInt8]) {
    guard let exchange = openExchange() else { return }
    setTypeUnlessSet("application/octet-stream")
    finish(bytes, exchange.etag)
  }

  /// Answers without a body.
  ///
  /// Express: `res.send()`
  public func send() {
    guard let exchange = openExchange() else { return }
    finish([], exchange.etag)
  }

  /// Answers with a value as JSON, its fields in the order in which the type declares them.
  ///
  /// ```swift
  /// response.status(201).json(User(id: 3, name: "Priya"))    // {"id":3,"name":"Priya"}
  /// ```
  ///
  /// - Parameter options: how it is written; the app's `jsonOptions` unless given.
  ///
  /// Express: `res.json`
  public func json(_ value: some Encodable, options: JSON.Options? = nil) {
    guard let exchange = openExchange() else { return }
    do {
      let bytes = try JSON.encode(value, options ?? exchange.app?.jsonOptions ?? JSON.Options())
      setTypeUnlessSet("application/json; charset=utf-8")
      finish(bytes, exchange.etag)
    } catch { fail(error) }
  }

  /// There only for its message: what the compiler would say otherwise leads a beginner astray.
  @available(
    *, unavailable,
    message: "values of several types belong in a struct: struct Answer: Codable { … }"
  )
  public func json(_ value: [String: Any]) {}

  /// Answers with a status and its phrase: `sendStatus(404)` says `Not Found`. A status without one says its number.
  ///
  /// Express: `res.sendStatus`
  public func sendStatus(_ code: Int) {
    let phrase = reasonPhrase(for: code)
    status(code).type("text").send(phrase == "Unknown" ? String(code) : phrase)
  }

  /// Calls a closure when the answer is over, whoever gave it: for loggers and meters.
  ///
  /// Node: `response.on('finish')`
  ///
  /// Express: `res.on('finish', …)`
  public func onFinish(_ body: @escaping @MainActor () -> Void) {
    exchange.found.onFinish.append(body)
  }

  // MARK: Within Chassis

  /// Keeps an error for the router to throw when the handler returns; the first one counts.
  func fail(_ error: any Error) {
    let exchange = exchange
    if exchange.app == nil { return report("\(error)") }
    if exchange.failure == nil { exchange.failure = error }
  }

  /// Whether an answer can be given: not after another one, nor after something failed.
  func mayAnswer() -> Bool { openExchange() != nil }

  /// What is known of the request, if an answer can be given.
  private func openExchange() -> Exchange? {
    let exchange = exchange
    guard !headersSent, !ended else {
      fail(
        Mistake(
          "\(exchange.layer?.readableName ?? "a handler") answered twice: return after the first answer"
        ))
      return nil
    }
    return exchange.failure == nil ? exchange : nil
  }

  private func setTypeUnlessSet(_ type: String) {
    if !headers.contains("Content-Type") { headers.append("Content-Type", type) }
  }

  private func finish(_ bytes: [UInt8], _ setting: ETagSetting) {
    if !isBodiless, setting != .off { addETag(bytes, setting) }
    if isBodiless { endWithoutBody() } else { end(bytes) }
  }

  private func finish(_ text: String, _ setting: ETagSetting) {
    // Engine sends text without a copy of it.
    let isAsItIs = setting == .off && !isBodiless
    if isAsItIs { end(text) } else { finish(Array(text.utf8), setting) }
  }

  private var isBodiless: Bool { statusCode == 204 || statusCode == 205 || statusCode == 304 }

  /// 204 and 304 have no body and say nothing about one; 205 says that it is empty.
  private func endWithoutBody() {
    for name in ["Content-Type", "Content-Length", "Transfer-Encoding"] { headers[name] = nil }
    end()
  }
}
