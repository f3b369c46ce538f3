// What the fuzzer hands over, and what a target says when a promise is broken.

/// The bytes of one attempt.
nonisolated func fuzzedBytes(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
  Array(UnsafeBufferPointer(start: start, count: count))
}

/// Ends the program, which the fuzzer reports together with the bytes.
nonisolated func promise(_ isKept: Bool, _ words: String) {
  if !isKept { fatalError(words) }
}

/// What a parser says of a message that comes whole, and of one that comes byte by byte.
///
/// - Parameter newParser: gives a parser that has seen nothing yet; it is asked about ever more of the message.
nonisolated func wholeAndCut<Message>(
  _ count: Int, _ newParser: () -> (_ length: Int) -> Parsed<Message>
) -> (whole: Parsed<Message>, cut: Parsed<Message>) {
  let parse = newParser()
  var last = Parsed<Message>.needMore
  for length in 0...count {
    last = parse(length)
    guard case .needMore = last else { break }
  }
  return (newParser()(count), last)
}
