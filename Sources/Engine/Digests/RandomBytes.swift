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
/// Sixteen bytes are enough that no two are ever the same and none is ever guessed.
///
/// Node: `crypto.randomBytes`
public nonisolated func randomBytes(_ count: Int) -> [UInt8] {
  var generator = SystemRandomNumberGenerator()
  return (0..<count).map { _ in UInt8.random(in: 0...(.max), using: &generator) }
}
