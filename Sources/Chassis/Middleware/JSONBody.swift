// Reads JSON bodies, so that handlers find values. What is no JSON never reaches a handler.

/// Middleware that reads bodies of type JSON; `request.body(as:)` gives them as values.
///
/// ```swift
/// app.use(json())
/// app.post("/users") { request, response in
///   let user = try request.body(as: User.self)
///   response.status(201).json(user)
/// }
/// ```
///
/// - Parameters:
///   - limit: how many bytes a body may have; 100 KiB unless given. More are answered 413.
///   - strict: whether only objects and arrays are taken.
///   - type: the type of body to read; `application/problem+json` counts as `application/json` too.
///
/// Requests without a body, or with one of another type, pass untouched. Answered 400: what is no JSON. Answered 415: a
/// charset that is not UTF-8, and any `Content-Encoding`: compressed bodies are not inflated.
///
/// Express: `express.json`
public func json(
  limit: Int = 102_400, strict: Bool = true, type: String = "application/json"
) -> Middleware {
  { request, _, next in
    switch request.exchange.parsedBody {
    case .none, .otherType:
      request.exchange.parsedBody = try await readJSON(request, limit, strict, type)
    case .absent, .json: break
    }
    try await next()
  }
}

private func readJSON(_ request: Request, _ limit: Int, _ strict: Bool, _ type: String) async throws
  -> ParsedBody
{
  guard !request.body.isAbsent, request.body.announcedLength != 0 else { return .absent }
  let found = request.get("Content-Type")
  guard let mediaType = found.flatMap({ MediaType($0) }), mediaType.matches(type) else {
    return .otherType(found: found, expected: type)
  }
  try checkReadable(request, mediaType)
  let bytes = try await readBytes(request, limit)
  guard !bytes.isEmpty else { return .absent }
  return .json(try parse(bytes, strict))
}

/// The body's bytes. What is wrong with them is an answer for the client, so it becomes an `HTTPError`.
private func readBytes(_ request: Request, _ limit: Int) async throws -> [UInt8] {
  do { return try await request.body.collect(upTo: limit) } catch let error as BodyError {
    throw HTTPError(error)
  }
}

/// Only plain UTF-8 can be read here.
private func checkReadable(_ request: Request, _ type: MediaType) throws {
  if let charset = type.charset, charset != "utf-8", charset != "utf8" {
    throw HTTPError(
      415, "charset \"\(charset)\" is not supported; use UTF-8", code: "charset.unsupported")
  }
  if let encoding = request.get("Content-Encoding"), encoding.lowercased() != "identity" {
    throw HTTPError(
      415, "content encoding \"\(encoding)\" is not supported", code: "encoding.unsupported")
  }
}

private func parse(_ bytes: [UInt8], _ strict: Bool) throws -> JSON.Text {
  do throws(JSONError) {
    let text = try JSON.Text(bytes)
    if !strict || text.isObjectOrArray { return text }
  } catch {
    throw HTTPError(400, "the body is no JSON: \(error)", code: "entity.parse.failed")
  }
  throw HTTPError(400, "the body must be a JSON object or array", code: "entity.parse.failed")
}
