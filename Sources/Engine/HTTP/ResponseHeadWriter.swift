// From status and fields to the bytes of an answer's head. Pure: it decides about framing, and refuses what would break
// the wire. It adds three things to what the handler set: the framing, `Date`, and the fate of the connection.
//
// Source: RFC 9112 sections 4 to 6 and 9.3, RFC 9110 section 6.6.1

/// What the handler wants to send, and what the connection knows.
nonisolated struct ResponseHeadWriter {
  var status: Int
  var headers: Headers
  /// The request's method: HEAD gets no body.
  var method: String
  var version: HTTPVersion
  /// Whether the connection could go on after this answer.
  var keepsAlive: Bool
  /// `Date: …␍␊`, made once a second.
  var dateLine: [UInt8]
  /// The idle time that is announced, in seconds.
  var keepAliveSeconds: Int

  /// What is known of the body when the head is written.
  enum Body {
    /// This is all of it.
    case whole(count: Int)
    /// It comes piece by piece.
    case streamed
  }

  /// The head's bytes and what they promise.
  struct Written {
    var bytes: [UInt8]
    var framing: BodyFraming
    var keepsAlive: Bool
  }

  /// Whether such an answer never has a body (RFC 9110 sections 9.3.2 and 15).
  var isBodiless: Bool { method == "HEAD" || hasNoContent }
  private var hasNoContent: Bool { status < 200 || status == 204 || status == 304 }

  /// Writes the head. Throws `IllegalHeader` for a name or value that HTTP does not allow.
  func write(_ body: Body, reserving extra: Int = 0) throws(IllegalHeader) -> Written {
    var keepsAlive = keepsAlive && !headers.list("Connection", names: "close")
    let (framing, lengthLine) = frame(body)
    if framing == .untilClose { keepsAlive = false }

    var bytes: [UInt8] = []
    bytes.reserveCapacity(256 + extra)
    bytes.append(contentsOf: "HTTP/1.1 ".utf8)
    bytes.append(contentsOf: String(status).utf8)
    bytes.append(UInt8(ascii: " "))
    bytes.append(contentsOf: reasonPhrase(for: status).utf8)
    bytes.append(contentsOf: lineEnd)
    for field in headers.fields where !isFramingField(field.name) {
      try IllegalHeader.check(field)
      bytes.append(field: field.name, field.value)
    }
    bytes.append(contentsOf: dateLine)
    if !headers.contains("Connection") { appendConnection(keepsAlive, to: &bytes) }
    bytes.append(contentsOf: lengthLine.utf8)
    bytes.append(contentsOf: lineEnd)
    return Written(bytes: bytes, framing: isBodiless ? .none : framing, keepsAlive: keepsAlive)
  }

  /// The framing is the engine's business: what the handler set of it was read by `frame`, and is written by it.
  private func isFramingField(_ name: String) -> Bool {
    name.equalsIgnoringCase("Content-Length") || name.equalsIgnoringCase("Transfer-Encoding")
  }

  private func frame(_ body: Body) -> (BodyFraming, line: String) {
    if hasNoContent { return (.none, "") }
    switch body {
    case .whole(count: 0) where method == "HEAD" && headers.contains("Content-Length"):
      return (.none, contentLength(headers["Content-Length"].flatMap { Int($0) } ?? 0))
    case .whole(let count): return (.length(count), contentLength(status == 205 ? 0 : count))
    case .streamed:
      if let announced = headers["Content-Length"].flatMap({ Int($0) }), announced >= 0 {
        return (.length(announced), contentLength(announced))
      }
      return version == .http11 ? (.chunked, "Transfer-Encoding: chunked\r\n") : (.untilClose, "")
    }
  }

  private func contentLength(_ count: Int) -> String { "Content-Length: \(count)\r\n" }

  private func appendConnection(_ keepsAlive: Bool, to bytes: inout [UInt8]) {
    guard keepsAlive else { return bytes.append(field: "Connection", "close") }
    bytes.append(field: "Connection", "keep-alive")
    bytes.append(field: "Keep-Alive", "timeout=\(keepAliveSeconds)")
  }
}

private nonisolated let lineEnd: [UInt8] = [13, 10]

extension Array<UInt8> {
  fileprivate nonisolated mutating func append(field name: String, _ value: String) {
    append(contentsOf: name.utf8)
    append(UInt8(ascii: ":"))
    append(UInt8(ascii: " "))
    append(contentsOf: value.utf8)
    append(contentsOf: lineEnd)
  }
}

/// A header field that may not be sent: it would end its line early, or be none.
public nonisolated struct IllegalHeader: Error, Equatable, CustomStringConvertible {
  /// The field's name, as it was set.
  public let name: String
  /// Which byte of the value is illegal; nil if it is the name.
  public let offset: Int?

  public var description: String {
    let place = offset.map { "its value has a line break or control character at byte \($0)" }
    return "header \"\(name)\" cannot be sent: \(place ?? "that is no field name")"
  }

  static func check(_ field: Headers.Field) throws(IllegalHeader) {
    guard !field.name.isEmpty, field.name.utf8.allSatisfy(\.isTokenCharacter) else {
      throw IllegalHeader(name: field.name, offset: nil)
    }
    for (offset, byte) in field.value.utf8.enumerated() where !byte.isFieldValueCharacter {
      throw IllegalHeader(name: field.name, offset: offset)
    }
  }
}
