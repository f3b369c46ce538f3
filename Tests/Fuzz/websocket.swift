// A WebSocket's bytes: any of them give the same messages, control frames and refusal however they are cut, and nothing
// that comes out is larger than it may be. What is written as frames is read as it was.
//
// The first byte says who sends (bit 0) and how large a message may be; the rest is what comes over the connection.

nonisolated struct Heard: Equatable {
  var events: [WebSocketMessageReader.Event] = []
  var refusal: WebSocketViolation?
}

/// Reads bytes that come in pieces of a size.
nonisolated func hear(
  _ bytes: [UInt8], from sender: WebSocketFrameParser.Sender, limit: Int, pieces size: Int
) -> Heard {
  var reader = WebSocketMessageReader(sender: sender, messageLimit: limit)
  var heard = Heard()
  do throws(WebSocketViolation) {
    for start in stride(from: 0, to: bytes.count, by: size) {
      let piece = bytes.span.extracting(start..<min(start + size, bytes.count))
      try reader.read(piece, into: &heard.events)
    }
  } catch { heard.refusal = error }
  return heard
}

nonisolated func checkLimits(_ heard: Heard, limit: Int) {
  for (index, event) in heard.events.enumerated() {
    switch event {
    case .message(let message): promise(message.count <= limit, "a message above its limit")
    case .ping(let payload), .pong(let payload):
      promise(payload.count <= 125, "a control frame above 125 bytes")
    case .close(let close):
      promise(index == heard.events.count - 1, "something follows a close frame")
      promise(close.code == 1005 || WebSocketClose.isSendable(close.code), "no such close code")
      promise(close.reason.utf8.count <= 123, "a reason above 123 bytes")
    }
  }
  let codes = [1002, 1007, 1009]
  promise(heard.refusal.map { codes.contains($0.code) } ?? true, "refused with another code")
}

/// A frame's first bytes: as they grow, the parser wishes for more until it says what it says of all of them.
nonisolated func checkGrowth(_ bytes: [UInt8], from sender: WebSocketFrameParser.Sender) {
  let parser = WebSocketFrameParser(sender: sender)
  let whole = parser.parse(bytes.span)
  for end in 0...min(bytes.count, 15) {
    let parsed = parser.parse(bytes.span.extracting(0..<end))
    if parsed == .needMore { continue }
    promise(parsed == whole, "cut, the frame is another")
    return
  }
  promise(whole == .needMore && bytes.count < 14, "a frame's beginning that never ends")
}

/// A message in two fragments with a ping between them.
nonisolated func checkRoundTrip(_ payload: [UInt8], limit: Int) {
  let mask = WebSocketMask(Array(payload.prefix(4)))
  let half = payload.count / 2
  let bytes =
    WebSocketFrame.bytes(.binary, Array(payload[..<half]), isFinal: false, mask: mask)
    + WebSocketFrame.bytes(.ping, Array(payload.prefix(125)), mask: mask)
    + WebSocketFrame.bytes(.continuation, Array(payload[half...]), mask: mask)
  let heard = hear(bytes, from: .client, limit: limit, pieces: 5)
  if payload.count <= limit {
    let events: [WebSocketMessageReader.Event] =
      [.ping(Array(payload.prefix(125))), .message(.binary(payload))]
    promise(heard == Heard(events: events), "written and read, it is another message")
  } else {
    promise(heard.refusal?.code == 1009, "too large a message is not refused")
  }
}

nonisolated func checkText(_ bytes: [UInt8], size: Int) {
  var validator = UTF8Validator()
  var isFine = true
  for start in stride(from: 0, to: bytes.count, by: size) where isFine {
    let piece = bytes[start..<min(start + size, bytes.count)]
    isFine = piece.withUnsafeBytes { validator.accepts($0) }
  }
  let isText = String(validating: bytes, as: UTF8.self) != nil
  promise((isFine && validator.isWhole) == isText, "another opinion of what UTF-8 is")
}

@_cdecl("LLVMFuzzerTestOneInput")
public nonisolated func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let all = fuzzedBytes(start, count)
  guard let first = all.first else { return 0 }
  let bytes = Array(all.dropFirst())
  let sender: WebSocketFrameParser.Sender = first & 1 == 0 ? .server : .client
  let limit = Int(first >> 1) * 8
  let whole = hear(bytes, from: sender, limit: limit, pieces: max(bytes.count, 1))
  for size in [1, 2, 7] {
    let cut = hear(bytes, from: sender, limit: limit, pieces: size)
    promise(cut == whole, "cut, it is heard otherwise")
    checkText(bytes, size: size)
  }
  checkLimits(whole, limit: limit)
  checkGrowth(bytes, from: sender)
  checkRoundTrip(bytes, limit: limit)
  return 0
}
