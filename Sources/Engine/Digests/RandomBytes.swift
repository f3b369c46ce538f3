// Bytes that nobody can guess: for keys, salts, session names and reset links.
//
// They come from the operating system (`getrandom`, `arc4random_buf`), which gathers what cannot be predicted. A seeded
// generator, as games use it, gives away its whole future with a few of its numbers.

/// So many random bytes.
///
/// ```swift
/// let session = Base64.encode(randomBytes(16), as: .url)
/// ```
///
/// Sixteen bytes are enough that no two are ever the same and none is ever guessed. Fewer than none are a mistake in
/// the program and end it.
///
/// Node: `crypto.randomBytes`
public nonisolated func randomBytes(_ count: Int) -> [UInt8] {
  precondition(count >= 0, "randomBytes cannot make \(count) bytes")
  var generator = SystemRandomNumberGenerator()
  var bytes: [UInt8] = []
  while bytes.count < count { bytes += generator.next().bigEndianBytes.prefix(count - bytes.count) }
  return bytes
}
