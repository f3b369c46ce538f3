// How long is the body? The question on which request smuggling lives: two servers that disagree about the answer
// disagree about where the next request begins. So every doubt is refused.
//
// Source: RFC 9112 sections 6.1 to 6.3

/// The framing that the fields tell, nil if they say nothing of a body.
nonisolated func messageFraming(
  _ headers: Headers, _ version: HTTPVersion
) throws(MalformedMessage) -> BodyFraming? {
  var length: String?
  var coding: String?
  for field in headers.fields {
    if field.name.equalsIgnoringCase("Content-Length") {
      guard length == nil else { throw refused("more than one Content-Length") }
      length = field.value
    } else if field.name.equalsIgnoringCase("Transfer-Encoding") {
      guard coding == nil else { throw refused("more than one Transfer-Encoding") }
      coding = field.value
    }
  }
  if let coding {
    guard version == .http11 else { throw refused("Transfer-Encoding in HTTP/1.0") }
    guard length == nil else { throw refused("Content-Length beside Transfer-Encoding") }
    if coding.equalsIgnoringCase("chunked") { return .chunked }
    let names = coding.split { $0 == "," || $0 == " " || $0 == "\t" }
    guard let last = names.last, last.equalsIgnoringCase("chunked") else {
      throw refused("the last transfer coding is not chunked")
    }
    throw MalformedMessage(status: 501, reason: "a transfer coding other than chunked", offset: 0)
  }
  guard let length else { return nil }
  guard !length.isEmpty, length.utf8.allSatisfy(\.isDigit), let count = Int(length) else {
    throw refused("Content-Length is not a number")
  }
  return .length(count)
}

private nonisolated func refused(_ reason: String) -> MalformedMessage {
  MalformedMessage(status: 400, reason: reason, offset: 0)
}
