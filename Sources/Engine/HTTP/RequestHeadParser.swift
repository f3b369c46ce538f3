// The head of a request: its start line, and the rules that tie its fields together.
//
// Source: RFC 9112 sections 3 and 6

/// Parses the head of one request.
///
/// ```swift
/// var parser = RequestHeadParser()
/// parser.parse(Array("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8).span)  // .complete(head, length: 37)
/// ```
public nonisolated struct RequestHeadParser {
  private var head: HeadParser

  public init() { head = HeadParser() }

  init(limits: HeadParser.Limits) { head = HeadParser(limits: limits) }

  /// Parses the request so far; to be called again, with all bytes from the first, when more have come.
  public mutating func parse(_ bytes: Span<UInt8>) -> Parsed<RequestHead> {
    do throws(MalformedMessage) {
      guard let (startLine, length) = try head.parse(bytes) else { return .needMore }
      let (method, target, version) = try Self.parseStartLine(bytes, startLine)
      var headers = Headers(fields: head.fields)
      try Self.checkHost(headers, version, at: startLine.upperBound)
      // Who is named in the target is meant, whatever the field says (section 3.2.2).
      if let authority = Self.authority(in: target) { headers["Host"] = authority }
      let framing = try messageFraming(headers, version) ?? .none
      let request = RequestHead(
        method: method, target: target, version: version, headers: headers, framing: framing)
      return .complete(request, length: length)
    } catch { return .invalid(error) }
  }

  /// `method SP target SP HTTP/1.x`
  private static func parseStartLine(
    _ bytes: Span<UInt8>, _ line: Range<Int>
  ) throws(MalformedMessage) -> (method: String, target: String, version: HTTPVersion) {
    var methodEnd = line.lowerBound
    while methodEnd < line.upperBound, bytes[methodEnd].isTokenCharacter { methodEnd += 1 }
    guard methodEnd > line.lowerBound, methodEnd < line.upperBound,
      bytes[methodEnd] == UInt8(ascii: " ")
    else {
      throw MalformedMessage(
        status: 400, reason: "no method at the start of the request", offset: methodEnd)
    }
    var targetEnd = methodEnd + 1
    while targetEnd < line.upperBound, bytes[targetEnd].isTargetCharacter { targetEnd += 1 }
    guard targetEnd > methodEnd + 1, targetEnd < line.upperBound,
      bytes[targetEnd] == UInt8(ascii: " ")
    else {
      throw MalformedMessage(status: 400, reason: "not a request target", offset: targetEnd)
    }
    let version = try parseVersion(bytes, (targetEnd + 1)..<line.upperBound)
    let method = bytes.text(line.lowerBound..<methodEnd)
    let target = bytes.text((methodEnd + 1)..<targetEnd)
    let isPath = target.utf8.first == UInt8(ascii: "/") && method != "CONNECT"
    guard isPath || isTargetWithoutPath(method, target) else {
      let reason =
        method == "CONNECT"
        ? "the target of CONNECT is host:port" : "a request target begins with /"
      throw MalformedMessage(status: 400, reason: reason, offset: methodEnd + 1)
    }
    return (method, target, version)
  }

  /// The three other forms of a target: a whole URL, `*` for OPTIONS, `host:port` for CONNECT (section 3.2).
  private static func isTargetWithoutPath(_ method: String, _ target: String) -> Bool {
    if target == "*" { return method == "OPTIONS" }
    if method == "CONNECT" { return Authority.isValid(target, port: .required) }
    return authority(in: target).map { Authority.isValid($0) } ?? false
  }

  /// The `host:port` of a target that is a whole URL; nil for any other.
  private static func authority(in target: String) -> String? {
    if target.utf8.first == UInt8(ascii: "/") { return nil }
    for scheme in ["http://", "https://"]
    where target.prefix(scheme.count).equalsIgnoringCase(scheme) {
      return String(target.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" })
    }
    return nil
  }

  /// An HTTP/1.1 request names its host once, and none names it twice (section 3.2).
  private static func checkHost(
    _ headers: Headers, _ version: HTTPVersion, at offset: Int
  ) throws(MalformedMessage) {
    var hosts = 0
    for field in headers.fields where field.name.equalsIgnoringCase("Host") {
      hosts += 1
      // Empty where the target names nobody.
      guard field.value.isEmpty || Authority.isValid(field.value) else {
        throw MalformedMessage(status: 400, reason: "not a host", offset: offset)
      }
    }
    if hosts == 1 || (hosts == 0 && version == .http10) { return }
    let reason = hosts == 0 ? "no Host field" : "more than one Host field"
    throw MalformedMessage(status: 400, reason: reason, offset: offset)
  }
}

/// `HTTP/1.0` or `HTTP/1.1`; well-formed other versions are refused with 505.
nonisolated func parseVersion(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(MalformedMessage)
  -> HTTPVersion
{
  let start = range.lowerBound
  guard range.count == 8, bytes.extracting(range).begins(with: "HTTP/"),
    bytes[start + 5].isDigit, bytes[start + 6] == UInt8(ascii: "."), bytes[start + 7].isDigit
  else {
    throw MalformedMessage(
      status: 400, reason: "no HTTP version at the end of the first line", offset: start)
  }
  switch (bytes[start + 5], bytes[start + 7]) {
  case (UInt8(ascii: "1"), UInt8(ascii: "1")): return .http11
  case (UInt8(ascii: "1"), UInt8(ascii: "0")): return .http10
  default:
    throw MalformedMessage(
      status: 505, reason: "only HTTP/1.0 and HTTP/1.1 are spoken here", offset: start)
  }
}
