// A request as the client will send it: checked, and then turned into the bytes of its head. Pure.
//
// Source: RFC 9112 sections 3, 6 and 9, RFC 9110 sections 7.2, 8.6, 9 and 10.1

/// What is asked, of whom, and how.
struct ClientRequest {
  var method: String
  var url: HTTPURL
  var headers: Headers
  var body: ClientBody

  /// Throws `HTTPClientError` for what may not be sent.
  init(_ method: String, _ url: String, _ headers: Headers, _ body: ClientBody) throws {
    do throws(HTTPURL.Refusal) { self.url = try HTTPURL(url) } catch {
      throw HTTPClientError(url.withoutCredentials, .badURL(error.reason))
    }
    self.method = method
    self.headers = headers
    self.body = body
    if let problem { throw HTTPClientError("\(self.url)", .badRequest(problem)) }
  }

  /// Why this may not be sent; nil if it may.
  private var problem: String? {
    guard !method.isEmpty, method.consists(of: \.isTokenCharacter) else {
      return "\(method.debugDescription) is no method"
    }
    for field in headers.fields {
      do throws(IllegalHeader) { try IllegalHeader.check(field) } catch { return "\(error)" }
    }
    return methodProblem ?? connectionProblem ?? lengthProblem
  }

  private var methodProblem: String? {
    switch method {
    case "CONNECT": "CONNECT asks a proxy for a tunnel, which this client does not speak"
    case "TRACE" where hasContent: "TRACE has no body"
    case "TRACE" where Self.credentialFields.contains(where: headers.contains):
      "TRACE has its fields told back: they may hold no credentials"
    default: nil
    }
  }

  /// What is said to the next server alone, about this one exchange.
  private var connectionProblem: String? {
    if headers.values(of: "Host").count > 1 { return "Host can be set once" }
    if let host = headers["Host"], !host.consists(of: \.isHostCharacter) {
      return "Host is a name and perhaps a port, not \(host.debugDescription)"
    }
    if headers.contains("Expect"), !hasContent { return "Expect is for requests with a body" }
    if headers.contains("Upgrade") {
      return "Upgrade asks for another protocol, which this client does not speak"
    }
    if headers.contains("Transfer-Encoding") {
      return "Transfer-Encoding is set by the client: a body in chunks is sent chunked"
    }
    guard let codings = headers["TE"] else { return nil }
    guard codings.equalsIgnoringCase("trailers") else {
      return "TE can say trailers, and no more: the client undoes no coding but chunked"
    }
    return headers["Connection"]?.namesToken("TE") == true
      ? nil : "TE is for the next server alone: send Connection: TE beside it"
  }

  private var lengthProblem: String? {
    let lengths = headers.values(of: "Content-Length")
    guard let length = lengths.first else { return nil }
    guard lengths.count == 1, length.consists(of: \.isDigit), let announced = Int(length) else {
      return "Content-Length is one whole number"
    }
    switch body.content {
    case .chunks: return nil
    case .none where announced == 0: return nil
    case .none: return "Content-Length says \(announced), but there is no body"
    case .bytes(let bytes) where bytes.count == announced: return nil
    case .bytes(let bytes):
      return "Content-Length says \(announced), but the body has \(bytes.count) bytes"
    }
  }

  private var hasContent: Bool { framing != .none && framing != .length(0) }

  /// Whether sending it twice does what sending it once does, and can be done (RFC 9110 section 9.2.2).
  var mayBeRepeated: Bool {
    ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"].contains(method) && body.isRepeatable
  }

  /// Whether the connection is of no use after this request.
  var asksToClose: Bool { headers["Connection"]?.namesToken("close") == true }

  /// Whether the server is to say that it wants the body, before it is sent (RFC 9110 section 10.1.1).
  var asksBeforeBody: Bool { headers["Expect"]?.namesToken("100-continue") == true }

  /// The same for a server that has answered 417 Expectation Failed; nil if nothing was expected, or the body is gone.
  var withoutExpectation: ClientRequest? {
    guard headers.contains("Expect"), body.isRepeatable else { return nil }
    var plain = self
    plain.headers["Expect"] = nil
    return plain
  }

  /// The fields by which a request says on whose behalf it comes.
  static let credentialFields = ["Authorization", "Cookie", "Proxy-Authorization"]

  /// How the body will be framed.
  var framing: BodyFraming {
    switch body.content {
    case .bytes(let bytes): return .length(bytes.count)
    case .chunks:
      return headers["Content-Length"].flatMap { Int($0) }.map { .length($0) } ?? .chunked
    // Where a body would be expected, its absence is said (RFC 9110 section 8.6).
    case .none: return ["POST", "PUT", "PATCH"].contains(method) ? .length(0) : .none
    }
  }

  /// The bytes of the first line and the fields.
  var head: [UInt8] {
    var text = "\(method) \(url.target) HTTP/1.1\r\n"
    text += "Host: \(headers["Host"] ?? "\(url.origin)")\r\n"
    for field in headers.fields where !Self.isWrittenHere(field.name) {
      text += "\(field.name): \(field.value)\r\n"
    }
    if !headers.contains("User-Agent") { text += "User-Agent: Engine\r\n" }
    switch framing {
    case .length(let count): text += "Content-Length: \(count)\r\n"
    case .chunked: text += "Transfer-Encoding: chunked\r\n"
    case .none, .untilClose: break
    }
    return Array((text + "\r\n").utf8)
  }

  private static func isWrittenHere(_ name: String) -> Bool {
    name.equalsIgnoringCase("Host") || name.equalsIgnoringCase("Content-Length")
  }
}

extension String {
  /// A URL with what stands before the `@` left out: an error's text may end in a log. The text may be anything, also
  /// a URL with a slash too few or too many.
  nonisolated var withoutCredentials: String {
    let scheme = prefix { !":/\\?#@".contains($0) }
    let marks = self[scheme.endIndex...].prefix { ":/\\".contains($0) }
    let start = marks.isEmpty || marks == ":" ? startIndex : marks.endIndex
    let authority = self[start...].prefix { !"/?#".contains($0) }
    guard let at = authority.lastIndex(of: "@") else { return self }
    return self[..<start] + "…" + self[at...]
  }
}
