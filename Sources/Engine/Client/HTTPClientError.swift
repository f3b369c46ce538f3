// What can go wrong between a request and the last byte of its answer: one type, one case each, and always the URL.

/// A request that was not sent, or not answered as HTTP wants it.
///
/// ```swift
/// do { _ = try await HTTPClient().get("http://127.0.0.1:3000/") }
/// catch let error as HTTPClientError where error.reason == .connectionLost { report("\(error)") }
/// ```
///
/// Node: `err.code` of a `ClientRequest`
public nonisolated struct HTTPClientError: Error, Equatable, CustomStringConvertible {
  /// What happened.
  public enum Reason: Sendable, Equatable {
    /// The URL cannot be used; the text says what is wrong with it.
    case badURL(String)
    /// A request that HTTP does not allow; nothing was sent.
    case badRequest(String)
    /// Nobody could be reached at that address.
    case cannotConnect(String)
    /// It took longer than it may.
    case timedOut(Stage, after: Duration)
    /// The connection ended before anything of an answer had come. Whether the server acted on the request is unknown.
    case connectionLost
    /// The connection ended in the middle of the answer; the text says where.
    case truncated(String)
    /// The answer breaks HTTP's rules.
    case malformed(MalformedMessage)
    /// The answer's first line and fields are larger than the client's limit.
    case headTooLarge(limit: Int)
    /// The body is larger than its reader wants.
    case bodyTooLarge(limit: Int)
    /// The body is no UTF-8.
    case notText
    /// The request's body was not as long as its `Content-Length` said; the connection was cut.
    case wrongLength(announced: Int, sent: Int)
    /// More redirects than asked for.
    case tooManyRedirects(limit: Int)
    /// A redirect that cannot be followed; the text says why.
    case badRedirect(String)
    /// The client was closed.
    case clientClosed
  }

  /// What a request waits for.
  public enum Stage: Sendable, Equatable {
    /// The connection.
    case connection
    /// The first byte of the answer.
    case firstByte
    /// The whole exchange, from the call to the last byte of the answer.
    case whole
  }

  /// The URL that was asked; a name or password in it is left out.
  public let url: String
  public let reason: Reason

  init(_ url: String, _ reason: Reason) {
    self.url = url
    self.reason = reason
  }

  public var description: String { "\(url): \(reason.text)" }
}

extension HTTPClientError.Reason {
  fileprivate nonisolated var text: String {
    switch self {
    case .badURL(let problem): "not a URL that can be asked: \(problem)"
    case .badRequest(let problem): "the request was not sent: \(problem)"
    case .cannotConnect(let problem): "cannot connect: \(problem)"
    case .timedOut(.connection, let limit): "no connection within \(limit.inSeconds)"
    case .timedOut(.firstByte, let limit): "no answer within \(limit.inSeconds)"
    case .timedOut(.whole, let limit): "the answer was not whole within \(limit.inSeconds)"
    case .connectionLost:
      "the server closed the connection without an answer; whether it acted on the request is unknown"
    case .truncated(let place): "the answer was cut short: \(place)"
    case .malformed(let malformed): "the answer breaks the rules of HTTP: \(malformed)"
    case .headTooLarge(let limit):
      "the answer's head is larger than \(limit) bytes or has too many fields"
    case .bodyTooLarge(let limit): "the answer's body is larger than \(limit) bytes"
    case .notText: "the answer's body is no UTF-8 text; read its bytes"
    case .wrongLength(let announced, let sent):
      "Content-Length of the request says \(announced), but its body had \(sent) bytes"
    case .tooManyRedirects(let limit): "redirected more than \(limit) times"
    case .badRedirect(let problem): "the redirect cannot be followed: \(problem)"
    case .clientClosed: "the client was closed"
    }
  }
}

extension Duration {
  /// `10 s`, `0.25 s`
  fileprivate nonisolated var inSeconds: String {
    let milliseconds = nanoseconds / 1_000_000
    guard milliseconds % 1_000 != 0 else { return "\(milliseconds / 1_000) s" }
    return "\(Double(milliseconds) / 1_000) s"
  }
}
