// What the fuzzer hands over, and what a target says when a promise is broken.

/// The bytes of one attempt.
nonisolated func fuzzedBytes(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
  Array(UnsafeBufferPointer(start: start, count: count))
}

/// Ends the program, which the fuzzer reports together with the bytes.
nonisolated func promise(_ isKept: Bool, _ words: String) {
  if !isKept { fatalError(words) }
}
