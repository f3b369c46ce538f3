// Reads bodies as the bytes that they are.

/// Middleware that reads bytes; `request.bodyBytes` gives them.
///
/// ```swift
/// app.use(raw(limit: 1_000_000, type: ["image/*", "application/octet-stream"]))
/// app.put("/avatar") { request, response in
///   try await writeFile("avatar.png", try request.bodyBytes)
///   response.sendStatus(204)
/// }
/// // PUT /avatar  Content-Type: image/png  the picture → 204
/// ```
///
/// - Parameters:
///   - limit: how many bytes a body may have when it is inflated; 100 KiB unless given. More are answered 413.
///   - inflate: whether bodies compressed by gzip or deflate are taken.
///   - type: the types of body to read; `*/*` takes every body that has one.
///   - verify: looks at the bytes first, and throws to refuse them: 403, or the status of its `HTTPError`.
///
/// A body that is larger than memory should be is better read as it comes: `for try await chunk in request.body`.
///
/// Express: `express.raw`
public func raw(
  limit: Int = 102_400, inflate: Bool = true, type: BodyTypes = "application/octet-stream",
  verify: BodyVerifier? = nil
) -> Middleware {
  BodyReader(
    parser: .raw, types: type, limit: limit, inflate: inflate, verify: verify, charsets: []
  ).middleware { bytes, _ in .bytes(bytes) }
}
