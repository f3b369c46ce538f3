// An answer as the client's caller sees it: the head is there, the body still comes.

/// The answer to a request that was sent.
///
/// ```swift
/// let answer = try await HTTPClient().get("http://127.0.0.1:3000/users/1")
/// if answer.statusCode == 200 { print(try await answer.json(as: User.self)) }
/// ```
///
/// Node: `http.IncomingMessage`; `text` and `json` are those of `fetch`
public struct ClientResponse {
  /// The status, 200 to 999.
  public let statusCode: Int
  /// The words behind the status, empty if the server sent none.
  public let statusMessage: String
  /// `1.1` or `1.0`.
  public let httpVersion: String
  /// The header fields.
  public let headers: Headers
  /// The URL that answered: after redirects the last one.
  public let url: String
  /// The body, to be read as it arrives.
  public let body: ResponseBody

  init(_ head: ResponseHead, from url: String, body: ResponseBody) {
    statusCode = head.status
    statusMessage = head.reason
    httpVersion = head.version.rawValue
    headers = head.headers
    self.url = url
    self.body = body
  }

  /// The whole body as text.
  ///
  /// Throws `HTTPClientError`: `.bodyTooLarge` above `limit` bytes, `.notText` if they are no UTF-8.
  ///
  /// Node: `await response.text()`
  public func text(upTo limit: Int = 1 << 20) async throws -> String {
    let bytes = try await body.collect(upTo: limit)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw HTTPClientError(url, .notText)
    }
    return text
  }

  /// The whole body, read as JSON.
  ///
  /// Throws `HTTPClientError` for a body above `limit` bytes, `JSONError` for one that is something else.
  ///
  /// Node: `await response.json()`
  public func json<Value: Decodable>(
    as type: Value.Type, upTo limit: Int = 1 << 20
  ) async throws -> Value {
    try JSON.parse(try await body.collect(upTo: limit), as: type)
  }
}
