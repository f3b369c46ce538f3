// Reads bodies that are text, and nothing more.

/// Middleware that reads text; `request.bodyText` gives it.
///
/// ```swift
/// app.use(text())
/// app.post("/notes") { request, response in
///   response.send("\(try request.bodyText.count) characters")
/// }
/// // POST /notes  milk → 200  4 characters
/// ```
///
/// - Parameters:
///   - limit: how many bytes a body may have when it is inflated; 100 KiB unless given. More are answered 413.
///   - inflate: whether bodies compressed by gzip or deflate are taken.
///   - type: the types of body to read; `text/*` takes every kind of text.
///   - verify: looks at the bytes first, and throws to refuse them: 403, or the status of its `HTTPError`.
///
/// Read are UTF-8, which is assumed where the type names none, ISO-8859-1, US-ASCII and UTF-16; another charset is
/// answered 415, and bytes that are none of the charset's 400. A byte order mark is left away.
///
/// Express: `express.text`
public func text(
  limit: Int = 102_400, inflate: Bool = true, type: BodyTypes = "text/plain",
  verify: BodyVerifier? = nil
) -> Middleware {
  BodyReader(
    parser: .text, types: type, limit: limit, inflate: inflate, verify: verify,
    charsets: [
      .utf8, .latin1, .ascii, .utf16(bigEndian: nil), .utf16(bigEndian: true),
      .utf16(bigEndian: false),
    ]
  ).middleware { bytes, charset in
    guard let text = charset.decode(bytes) else {
      throw HTTPError(400, "the body is no \(charset.name)", code: "entity.parse.failed")
    }
    return .text(text)
  }
}
