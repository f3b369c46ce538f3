// The head of an answer, as a client reads it.
//
// Source: RFC 9112 section 4

/// Parses the head of one answer.
public nonisolated struct ResponseHeadParser {
  private var head: HeadParser

  public init() { self.init(limits: HeadParser.Limits()) }

  init(limits: HeadParser.Limits) { head = HeadParser(limits: limits, unfolds: true) }

  /// Parses the answer so far; to be called again, with all bytes from the first, when more have come.
  public mutating func parse(_ bytes: Span<UInt8>) -> Parsed<ResponseHead> {
    do throws(MalformedMessage) {
      guard let (startLine, length) = try head.parse(bytes) else { return .needMore }
      var response = try Self.parseStartLine(bytes, startLine)
      response.headers = Headers(fields: head.fields)
      return .complete(response, length: length)
    } catch { return .invalid(error) }
  }

  /// `HTTP/1.x SP 3DIGIT SP [reason]`; the space before an empty reason is often forgotten, and does no harm.
  private static func parseStartLine(
    _ bytes: Span<UInt8>, _ line: Range<Int>
  ) throws(MalformedMessage) -> ResponseHead {
    let start = line.lowerBound
    guard line.count >= 12, bytes.begins(with: "HTTP/"), bytes[start + 8] == UInt8(ascii: " ")
    else {
      throw MalformedMessage(status: 400, reason: "not a status line", offset: start)
    }
    let version = try parseVersion(bytes, start..<(start + 8))
    let code = bytes.text((start + 9)..<(start + 12))
    guard code.utf8.allSatisfy(\.isDigit), let status = Int(code), status >= 100 else {
      throw MalformedMessage(status: 400, reason: "not a status code", offset: start + 9)
    }
    guard line.count == 12 || bytes[start + 12] == UInt8(ascii: " ") else {
      throw MalformedMessage(status: 400, reason: "not a status code", offset: start + 12)
    }
    for index in line where !bytes[index].isFieldValueCharacter {
      throw MalformedMessage(
        status: 400, reason: "control character in the status line", offset: index)
    }
    let reason = bytes.text(min(start + 13, line.upperBound)..<line.upperBound)
    return ResponseHead(version: version, status: status, reason: reason, headers: Headers())
  }
}
