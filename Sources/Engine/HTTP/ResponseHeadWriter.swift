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
  var standing: StandingLines

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

  /// Writes the head. Throws `IllegalHeader` for a name or value that HTTP does not allow.
  func write(_ body: Body, reserving extra: Int = 0) throws(IllegalHeader) -> Written {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(256 + extra)
    Self.appendStatusLine(status, to: &bytes)
    let set = try appendFields(to: &bytes)

    let framing = frame(body, announced: set.contentLength)
    let keepsAlive =
      keepsAlive && set.connection?.namesToken("close") != true && framing != .untilClose
      && !isTunnel
    switch (set.date, set.connection) {
    case (false, nil) where keepsAlive: bytes.append(contentsOf: standing.dateAndKeepAlive)
    case (let hasDate, let connection):
      if !hasDate { bytes.append(contentsOf: standing.date) }
      if connection == nil {
        bytes.append(contentsOf: keepsAlive ? standing.keepAlive : Self.closeLine)
      }
    }
    appendEnd(framing, to: &bytes)
    return Written(bytes: bytes, framing: isBodiless ? .none : framing, keepsAlive: keepsAlive)
  }

  /// Whether such an answer never has a body (RFC 9110 sections 9.3.2 and 15).
  private var isBodiless: Bool { method == "HEAD" || hasNoContent || status == 205 }
  private var hasNoContent: Bool { status < 200 || status == 204 || status == 304 || isTunnel }
  /// Behind the head of such an answer would follow what passes through the tunnel, and no more HTTP (section 9.3.6).
  private var isTunnel: Bool { method == "CONNECT" && 200..<300 ~= status }

  private static func appendStatusLine(_ status: Int, to bytes: inout [UInt8]) {
    if statusLines.indices.contains(status) {
      bytes.append(contentsOf: statusLines[status])
    } else {
      bytes.append(contentsOf: statusLine(status))
    }
  }

  private static func statusLine(_ status: Int) -> [UInt8] {
    Array("HTTP/1.1 \(status) \(reasonPhrase(for: status))\r\n".utf8)
  }

  /// The first lines of answers, ready to be copied.
  private static let statusLines = (0..<600).map { $0 < 100 ? [] : statusLine($0) }

  /// Writes the fields that were set. Those that tell the framing are read instead: framing is this writer's business.
  private func appendFields(
    to bytes: inout [UInt8]
  ) throws(IllegalHeader) -> (contentLength: Int?, connection: String?, date: Bool) {
    var contentLength: Int?
    var connection: String?
    var date = false
    for field in headers.fields {
      try IllegalHeader.check(field)
      switch field.name.utf8.count {
      case 14 where field.name.equalsIgnoringCase("Content-Length"):
        contentLength = Int(field.value).flatMap { $0 < 0 ? nil : $0 }
        continue
      case 17 where field.name.equalsIgnoringCase("Transfer-Encoding"): continue
      case 10 where field.name.equalsIgnoringCase("Connection"):
        if field.value.equalsIgnoringCase("keep-alive") { continue }
        connection = field.value
      case 4 where field.name.equalsIgnoringCase("Date"): date = true
      default: break
      }
      bytes.append(field: field.name, field.value)
    }
    return (contentLength, connection, date)
  }

  /// The framing, as it would be for a GET: HEAD announces the same and sends nothing.
  private func frame(_ body: Body, announced: Int?) -> BodyFraming {
    if hasNoContent { return .none }
    if status == 205 { return .length(0) }
    switch body {
    case .whole(count: 0) where method == "HEAD" && announced != nil: return .length(announced ?? 0)
    case .whole(let count): return .length(count)
    case .streamed:
      if let announced { return .length(announced) }
      return version == .http11 ? .chunked : .untilClose
    }
  }

  /// The field that tells the framing, and the empty line that ends the head.
  private func appendEnd(_ framing: BodyFraming, to bytes: inout [UInt8]) {
    switch framing {
    case .none, .untilClose: bytes.append(text: "\r\n")
    case .chunked: bytes.append(text: "Transfer-Encoding: chunked\r\n\r\n")
    case .length(let count):
      bytes.append(text: "Content-Length: ")
      bytes.append(decimal: count)
      bytes.append(text: "\r\n\r\n")
    }
  }

  private static let closeLine = Array("Connection: close\r\n".utf8)
}

/// The lines that stand in nearly every answer of a server. They change once a second, with the time.
nonisolated final class StandingLines {
  let date: [UInt8]
  /// What is said of a connection that goes on.
  let keepAlive: [UInt8]
  let dateAndKeepAlive: [UInt8]

  init(date: String, keepAliveSeconds: Int) {
    self.date = Array("Date: \(date)\r\n".utf8)
    keepAlive = Array(
      "Connection: keep-alive\r\nKeep-Alive: timeout=\(keepAliveSeconds)\r\n".utf8)
    dateAndKeepAlive = self.date + keepAlive
  }
}

extension [UInt8] {
  fileprivate nonisolated mutating func append(text: String) {
    text.withBytes { append(contentsOf: $0) }
  }

  fileprivate nonisolated mutating func append(decimal number: Int) {
    if number >= 10 { append(decimal: number / 10) }
    append(UInt8(ascii: "0") + UInt8(number % 10))
  }

  fileprivate nonisolated mutating func append(field name: String, _ value: String) {
    append(text: name)
    append(UInt8(ascii: ":"))
    append(UInt8(ascii: " "))
    append(text: value)
    append(UInt8(ascii: "\r"))
    append(UInt8(ascii: "\n"))
  }
}

extension [UInt8] {
  /// Writes a field that stands behind a chunked body. Throws for what tells how a message is to be read or kept: it
  /// would come too late (RFC 9110 section 6.5.1).
  nonisolated mutating func append(trailer field: Headers.Field) throws(IllegalHeader) {
    try IllegalHeader.check(field)
    let needed = [
      "Content-Length", "Transfer-Encoding", "Content-Encoding", "Content-Type", "Content-Range",
      "Trailer", "Host", "Connection", "Set-Cookie", "Cache-Control", "Expires", "Date", "Location",
      "Vary", "Authorization", "WWW-Authenticate",
    ]
    if needed.contains(where: field.name.equalsIgnoringCase) {
      throw IllegalHeader(name: field.name, reason: .neededBefore)
    }
    append(field: field.name, field.value)
  }
}

/// A header field that may not be sent: it would end its line early, be none, or come too late.
public nonisolated struct IllegalHeader: Error, Equatable, CustomStringConvertible {
  /// What is wrong with it.
  public enum Reason: Sendable, Equatable {
    /// The name is empty, or holds what no name may.
    case name
    /// The value holds a line break or a control character, at this byte.
    case value(offset: Int)
    /// It stands behind the body, but is needed before it.
    case neededBefore
  }

  /// The field's name, as it was set.
  public let name: String
  public let reason: Reason

  public var description: String {
    let words =
      switch reason {
      case .name: "that is no field name"
      case .value(let offset): "its value has a line break or control character at byte \(offset)"
      case .neededBefore: "who reads the body needs it before"
      }
    return "header \"\(name)\" cannot be sent: \(words)"
  }

  static func check(_ field: Headers.Field) throws(IllegalHeader) {
    guard !field.name.isEmpty, field.name.consists(of: \.isTokenCharacter) else {
      throw IllegalHeader(name: field.name, reason: .name)
    }
    guard field.value.consists(of: \.isFieldValueCharacter) else {
      let offset = field.value.utf8.prefix { $0.isFieldValueCharacter }.count
      throw IllegalHeader(name: field.name, reason: .value(offset: offset))
    }
  }
}
