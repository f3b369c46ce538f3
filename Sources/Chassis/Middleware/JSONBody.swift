// Reads JSON bodies, so that handlers find values. What is no JSON never reaches a handler.

/// Middleware that reads bodies of type JSON; `request.body(as:)` gives them as values.
///
/// ```swift
/// app.use(json())
/// app.post("/users") { request, response in
///   let user = try request.body(as: User.self)
///   response.status(201).json(user)
/// }
/// // POST /users  {"id":3,"name":"Priya","isAdmin":false} → 201  {"id":3,"name":"Priya","isAdmin":false}
/// // POST /users  {"id": → 400
/// ```
///
/// - Parameters:
///   - limit: how many bytes a body may have when it is inflated; 100 KiB unless given. More are answered 413.
///   - strict: whether only objects and arrays are taken.
///   - inflate: whether bodies compressed by gzip or deflate are taken.
///   - type: the types of body to read; `application/problem+json` counts as `application/json` too.
///   - verify: looks at the bytes first, and throws to refuse them: 403, or the status of its `HTTPError`.
///
/// Requests without a body, or with one of another type, pass untouched. Answered 400: what is no JSON. Answered 415: a
/// charset that is not UTF-8, and any other `Content-Encoding`.
///
/// Express: `express.json`
public func json(
  limit: Int = 102_400, strict: Bool = true, inflate: Bool = true,
  type: BodyTypes = "application/json", verify: BodyVerifier? = nil
) -> Middleware {
  BodyReader(
    parser: .json, types: type, limit: limit, inflate: inflate, verify: verify, charsets: [.utf8]
  ).middleware { bytes, _ in
    // No bytes are no JSON. But whoever sends no bytes means no body, whatever type a library gave it.
    bytes.isEmpty ? nil : .json(try parse(bytes, strict))
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
