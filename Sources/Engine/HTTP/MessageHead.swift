// What the parser makes of the first part of a message: plain values.

/// A message that breaks HTTP's rules: where, why, and the status with which a server refuses it.
public nonisolated struct MalformedMessage: Error, Equatable, CustomStringConvertible {
  /// The status of the refusal: 400, 414, 431, 501 or 505.
  public let status: Int
  /// What is wrong, in a few words.
  public let reason: String
  /// Which byte of the message shows it, counted from 0.
  public let offset: Int

  public var description: String { "\(reason) (byte \(offset))" }
}

/// What a pure parser says of the bytes so far.
public nonisolated enum Parsed<Value> {
  /// There it is; it took so many bytes.
  case complete(Value, length: Int)
  /// Fine so far, but not yet whole.
  case needMore
  /// No continuation could make it right.
  case invalid(MalformedMessage)
}

/// The version on a start line: 1.0 or 1.1.
public nonisolated enum HTTPVersion: String, Sendable, Equatable {
  case http10 = "1.0"
  case http11 = "1.1"
}

/// How the end of a message's body is found. Source: RFC 9112 section 6.3
public nonisolated enum BodyFraming: Sendable, Equatable {
  /// No body follows.
  case none
  /// So many bytes follow.
  case length(Int)
  /// Chunks follow, each with its own length; an empty one is the last.
  case chunked
  /// Everything until the connection closes (answers only).
  case untilClose
}

/// A request's first line and fields.
public nonisolated struct RequestHead: Equatable, Sendable {
  public var method: String
  public var target: String
  public var version: HTTPVersion
  public var headers: Headers
  public var framing: BodyFraming

  /// Whether the client would keep the connection: 1.1 unless it says `close`, 1.0 if it says `keep-alive`.
  var asksToStay: Bool {
    guard let connection = headers["Connection"] else { return version == .http11 }
    return !connection.namesToken("close")
      && (version == .http11 || connection.namesToken("keep-alive"))
  }
}

/// An answer's first line and fields.
public nonisolated struct ResponseHead: Equatable, Sendable {
  public var version: HTTPVersion
  public var status: Int
  public var reason: String
  public var headers: Headers

  /// How the body ends that follows, which depends on the request's method too.
  public func framing(answering method: String) throws(MalformedMessage) -> BodyFraming {
    if method == "HEAD" || (100..<200).contains(status) || status == 204 || status == 304 {
      return .none
    }
    if method == "CONNECT" && (200..<300).contains(status) { return .none }
    return try messageFraming(headers, version) ?? .untilClose
  }
}
