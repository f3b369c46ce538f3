// Which pages of other sites may read the answers. Browsers ask; nobody else does, so this protects people in front of
// browsers, never the server.
//
//     a page of https://app.test calls https://api.test
//
//     OPTIONS /notes                                ──▶  first, where the call is none that a form could make
//     Origin: https://app.test                           (a "preflight")
//     Access-Control-Request-Method: DELETE
//                                                   ◀──  204, Access-Control-Allow-Origin, -Methods, -Headers
//     DELETE /notes/7                               ──▶  then the call itself
//     Origin: https://app.test
//                                                   ◀──  200, Access-Control-Allow-Origin
//
// Without the fields the browser keeps the answer from the page. The call itself has been made then.
//
// Source: Fetch Standard, section 3.3 (CORS protocol)

/// The pages that may read answers.
public enum CORSOrigins: ExpressibleByArrayLiteral, ExpressibleByStringLiteral {
  /// Those of every site, without cookies.
  case any
  /// Those of these sites: `https://app.test`, `http://localhost:8080`; compared letter by letter.
  case list([String])
  /// Those for which this says true.
  case matching((_ origin: String) async throws -> Bool)

  public init(arrayLiteral origins: String...) { self = .list(origins) }

  public init(stringLiteral origin: String) { self = origin == "*" ? .any : .list([origin]) }
}

/// Middleware that tells browsers which pages of other sites may read the answers, and answers their preflights.
///
/// ```swift
/// app.use(cors())
/// app.use("/api", cors(origins: ["https://app.test"], credentials: true, maxAge: .seconds(600)))
/// // GET /  Origin: https://other.test → 200  Access-Control-Allow-Origin: *
/// ```
///
/// - Parameters:
///   - origins: whose pages may.
///   - methods: which methods they may use.
///   - headers: which fields they may send besides the common ones. Nil: those that they ask for.
///   - exposed: which fields of an answer they may read besides the common ones.
///   - credentials: whether cookies and passwords may come along. Not together with `.any`: whoever is logged in would
///     be so for every site.
///   - maxAge: how long a browser need not ask again; else it decides (5 seconds).
///
/// A preflight is answered here, with 204. Options that make no sense end the program.
///
/// Express: `cors`
public func cors(
  origins: CORSOrigins = .any,
  methods: [String] = ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE"],
  headers: [String]? = nil, exposed: [String] = [], credentials: Bool = false,
  maxAge: Duration? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Middleware {
  let rule = CORSRule(
    origins: origins, methods: methods, headers: headers, exposed: exposed,
    credentials: credentials, maxAge: maxAge)
  if let problem = rule.problem {
    endProcess("\(SourceLocation(file: file, line: line)): cors: \(problem)")
  }
  return { request, response, next in
    let isPreflight =
      request.method == "OPTIONS" && request.headers.contains("Access-Control-Request-Method")
    let allowed = try await rule.allowed(request.get("Origin"))
    if rule.dependsOnOrigin { response.vary("Origin") }
    if let allowed {
      response.set("Access-Control-Allow-Origin", allowed)
      if credentials { response.set("Access-Control-Allow-Credentials", "true") }
    }
    if isPreflight { return rule.answerPreflight(request, response, isAllowed: allowed != nil) }
    if allowed != nil, !exposed.isEmpty {
      response.set("Access-Control-Expose-Headers", exposed.joined(separator: ", "))
    }
    try await next()
  }
}

/// What `cors` was told.
struct CORSRule {
  let origins: CORSOrigins
  let methods: [String]
  let headers: [String]?
  let exposed: [String]
  let credentials: Bool
  let maxAge: Duration?

  /// Why it makes no sense, nil if it does.
  var problem: String? {
    if case .any = origins, credentials {
      return
        "credentials: with any origin every site could act for whoever is logged in here; name the origins: [\"https://app.test\"]"
    }
    if case .list(let list) = origins, let wrong = list.first(where: { !isOrigin($0) }) {
      return
        "origins: \"\(LogFormat.escaped(wrong))\" is none; it has a scheme, a host, perhaps a port, in small letters, and nothing behind: \"https://app.test\""
    }
    for name in methods + (headers ?? []) + exposed
    where name.isEmpty || !name.utf8.allSatisfy(isTokenByte) {
      return "\"\(LogFormat.escaped(name))\" is no name of a method or of a field"
    }
    return nil
  }

  /// Whether answers differ from origin to origin, which caches must know.
  var dependsOnOrigin: Bool { if case .any = origins { false } else { true } }

  /// What the answer says of an origin, nil for one that may not.
  func allowed(_ origin: String?) async throws -> String? {
    switch origins {
    case .any: return "*"
    case .list(let list): return origin.flatMap { list.contains($0) ? $0 : nil }
    case .matching(let test):
      guard let origin, isOrigin(origin) || origin == "null" else { return nil }
      return try await test(origin) ? origin : nil
    }
  }

  func answerPreflight(_ request: Request, _ response: Response, isAllowed: Bool) {
    if headers == nil { response.vary("Access-Control-Request-Headers") }
    if isAllowed {
      response.set("Access-Control-Allow-Methods", methods.joined(separator: ", "))
      let asked = request.get("Access-Control-Request-Headers") ?? ""
      let names = headers ?? asked.split(separator: ",").map { String($0.trimmed) }
      if !names.isEmpty, names.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isTokenByte) }) {
        response.set("Access-Control-Allow-Headers", names.joined(separator: ", "))
      }
      if let maxAge {
        response.set("Access-Control-Max-Age", String(max(0, maxAge.components.seconds)))
      }
    }
    response.status(204).send()
  }
}

/// Whether a text is an origin as browsers write it: `https://app.test:8443`.
nonisolated func isOrigin(_ text: String) -> Bool {
  guard let mark = text.firstRange(of: "://"), mark.lowerBound > text.startIndex else {
    return false
  }
  let (scheme, host) = (text[..<mark.lowerBound], text[mark.upperBound...])
  let isLetter = { (byte: UInt8) in (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
  let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
  return scheme.utf8.allSatisfy { isLetter($0) || isDigit($0) || "+-.".utf8.contains($0) }
    && !host.isEmpty
    && host.utf8.allSatisfy { isLetter($0) || isDigit($0) || "-._:[]".utf8.contains($0) }
}
