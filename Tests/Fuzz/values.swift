// What fields say: lists, lengths, addresses, keys, media types, dates, and the head of an answer that is made of them.
// Whatever comes, the program goes on, and what was understood holds together.
//
// The bytes are, as a whole, an answer's head; each of their lines is the value of a field.
//
// with: Chassis/Fields/MediaType.swift Chassis/Fields/Negotiation.swift Chassis/Fields/WeightedList.swift

/// An answer's head: a head, a refusal, or the wish for more; cut anywhere the same.
nonisolated func checkAnswer(_ bytes: [UInt8]) {
  let results = wholeAndCut(bytes.count) {
    var parser = ResponseHeadParser()
    return { parser.parse(bytes.span.extracting(0..<$0)) }
  }
  switch results {
  case (.needMore, .needMore): break
  case (.complete(let head, let length), .complete(let same, let sameLength)):
    promise(head == same && length == sameLength && length <= bytes.count, "cut, another answer")
    promise((100...999).contains(head.status), "no status")
    for field in head.headers.fields {
      promise(field.value.consists(of: \.isFieldValueCharacter), "a control character in a value")
    }
    _ = try? WebSocketHandshake.checkAnswer(head, key: "", subprotocols: [])
    if case .length(let length)? = try? head.framing(answering: "GET") {
      promise(length >= 0, "a length below zero")
    }
  case (.invalid(let refusal), .invalid(let same)):
    promise(refusal == same, "cut, it is refused for another reason")
  default: promise(false, "cut, it is judged otherwise")
  }
}

/// Fields of one name: a list, read by its parts and as a whole.
nonisolated func checkList(_ values: [String]) {
  let headers = values.reduce(into: Headers()) { $0.append("Connection", $1) }
  let joined = values.joined(separator: ", ")
  promise(headers["connection"] == joined, "the fields are joined otherwise")
  for part in joined.utf8.split(separator: UInt8(ascii: ",")) {
    let token = part.drop { $0.isSpaceOrTab }.reversed().drop { $0.isSpaceOrTab }.reversed()
    let text = String(decoding: token, as: UTF8.self)
    if text.isEmpty { continue }
    promise(joined.namesToken(text), "a part of the list is not found")
    if text.consists(of: { $0 < 0x80 }) {
      promise(joined.namesToken(text.uppercased()), "case matters")
    }
  }
}

/// One length, in digits, that 63 bits can say; all else is refused.
nonisolated func checkLengths(_ values: [String]) {
  let headers = values.reduce(into: Headers()) { $0.append("Content-Length", $1) }
  let framing = try? messageFraming(headers, .http11)
  let isLength = !values[0].isEmpty && values[0].utf8.allSatisfy(\.isDigit) && Int(values[0]) != nil
  if values.count == 1, isLength {
    promise(framing == .length(Int(values[0]) ?? -1), "a length is read otherwise")
  } else {
    promise(framing == nil, "no length, and not refused")
  }
  let codings = values.reduce(into: Headers()) { $0.append("Transfer-Encoding", $1) }
  if (try? messageFraming(codings, .http11)) != nil {
    promise(values.count == 1 && values[0].lowercased() == "chunked", "another coding passes")
  }
  promise((try? messageFraming(codings, .http10)) == nil, "a coding in HTTP/1.0 passes")
}

/// An address that was understood is understood as the same when it is written again.
nonisolated func checkAddresses(_ text: String, _ reference: String) {
  if let url = try? HTTPURL(text) {
    promise((try? HTTPURL(url.description)) == url, "written, it is another URL")
    promise(url.target.hasPrefix("/") && url.target.consists(of: \.isTargetCharacter), "no target")
    promise((1...65_535).contains(url.origin.port) && !url.origin.host.isEmpty, "no origin")
    if let next = try? url.resolving(reference) {
      promise((try? HTTPURL(next.description)) == next, "written, it is another reference")
    }
  }
  if let address = try? WebSocketAddress(text) {
    let again = "ws://\(address.authority)\(address.target)"
    promise((try? WebSocketAddress(again)) == address, "written, it is another address")
    promise(!address.host.isEmpty && address.target.consists(of: \.isTargetCharacter), "no address")
  }
}

/// The fields by which a WebSocket is asked for.
nonisolated func checkHandshake(_ values: [String]) {
  let headers: Headers = [
    "Host": values[0], "Origin": values[values.count - 1], "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": values[0], "Sec-WebSocket-Protocol": values[values.count - 1],
  ]
  let agreement = try? WebSocketHandshake.agree(
    method: "GET", upgrades: ["websocket"], headers: headers, subprotocols: ["chat"], origins: .same
  )
  promise([nil, "chat"].contains(agreement?.subprotocol), "a subprotocol that nobody speaks")
  if agreement != nil {
    promise((try? Base64.decode(values[0]))?.count == 16, "a key that is none passes")
  }
}

nonisolated func checkMediaTypes(_ text: String) {
  if let type = MediaType(text) {
    promise(MediaType(type.name)?.name == type.name, "written, it is another type")
  }
  let offered = ["text/html", "application/json"]
  promise(preferred(among: offered, accept: text).map(offered.contains) ?? true, "not offered")
}

@_cdecl("LLVMFuzzerTestOneInput")
public nonisolated func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = fuzzedBytes(start, count)
  checkAnswer(bytes)
  let values = bytes.split(separator: 10, omittingEmptySubsequences: false)
    .map { String(decoding: $0, as: UTF8.self) }
  checkList(values)
  checkLengths(values)
  checkHandshake(values)
  for (index, value) in values.enumerated() {
    checkAddresses(value, values[(index + 1) % values.count])
    checkMediaTypes(value)
    if let decoded = try? Base64.decode(value) {
      promise(Base64.encode(decoded) == value, "encoded again, it is another")
    }
  }
  let seconds = bytes.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
  promise(httpDate(seconds).hasSuffix(" GMT"), "no date")
  return 0
}
