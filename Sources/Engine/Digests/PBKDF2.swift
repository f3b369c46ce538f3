// Passwords are short and alike. Whoever steals their digests can try a billion guesses in a second on a graphics card;
// so a password's digest is made slow on purpose, by doing it some hundred thousand times over. And with salt, random
// bytes kept beside it, the same password of two people looks different, and each must be guessed alone.
//
//     U1 = HMAC(password, salt │ number of the block)     U2 = HMAC(password, U1)     U3 = HMAC(password, U2) …
//     block = U1 ⊕ U2 ⊕ U3 ⊕ …
//
// Each HMAC of 32 bytes is two blocks for SHA-256's rounds: what comes before, the key's two blocks, is the same each
// time and kept. The rest of a block is the padding behind 32 bytes:
//
//     │ U, 8 words │ 80000000 0 0 0 0 0 0 │ 768 │       64 + 32 bytes are 768 bits
//
// Elsewhere scrypt and Argon2 also need much memory, which graphics cards lack. PBKDF2 is what a page of code can do.
//
// Source: RFC 8018 section 5.2

/// Makes a key from a password, slowly: what is stored instead of the password.
///
/// ```swift
/// let salt = randomBytes(16)
/// let key = try await pbkdf2("correct horse", salt: salt, iterations: 600_000)
/// ```
///
/// With HMAC-SHA-256. 600,000 iterations are what OWASP's sheet on password storage advises; a release build needs a
/// third of a second for them, a debug build two thirds. They run off the loop, on one of Swift's own threads (one a
/// core). `length` is in bytes.
///
/// Throws `CancellationError` soon after its task was cancelled: a client that went away costs no more. Fewer than one
/// iteration, or a length below one, is a mistake in the program and ends it.
///
/// Node: `crypto.pbkdf2(password, salt, iterations, length, "sha256")`
@concurrent public nonisolated func pbkdf2(
  _ password: [UInt8], salt: [UInt8], iterations: Int, length: Int = 32
) async throws -> [UInt8] {
  precondition(iterations > 0 && length > 0, "pbkdf2 needs at least one iteration and one byte")
  var key: [UInt8] = []
  var number: UInt32 = 1
  while key.count < length {
    var block = PBKDF2Block(password, first: salt + number.bigEndianBytes)
    var left = iterations - 1
    while left > 0 {
      // Between two stretches of a millisecond or so, others may have the thread.
      try Task.checkCancellation()
      await Task.yield()
      let stretch = min(left, 2_000)
      block.iterate(stretch)
      left -= stretch
    }
    key += block.bytes
    number += 1
  }
  return Array(key[..<length])
}

/// Makes a key from a password that is text, as UTF-8.
@concurrent public nonisolated func pbkdf2(
  _ password: String, salt: [UInt8], iterations: Int, length: Int = 32
) async throws -> [UInt8] {
  try await pbkdf2(Array(password.utf8), salt: salt, iterations: iterations, length: length)
}

/// One block of 32 bytes on its way through the iterations.
private nonisolated struct PBKDF2Block {
  private let afterKey: (inner: SHA256Rounds, outer: SHA256Rounds)
  /// U of the iteration before, and what all of them came to: eight words each.
  private var last: [UInt32]
  private var sum: [UInt32]

  var bytes: [UInt8] { sum.flatMap(\.bigEndianBytes) }

  init(_ password: [UInt8], first message: [UInt8]) {
    var first = HMACSHA256(key: password)
    afterKey = first.roundsAfterKey
    first.update(message)
    last = first.finishedRounds.words
    sum = last
  }

  mutating func iterate(_ count: Int) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: SHA256Rounds.scheduleLength) {
      guard let schedule = $0.baseAddress else { return }
      for word in 0..<8 { schedule[word] = last[word] }
      for _ in 0..<count {
        mix(afterKey.inner, schedule)
        mix(afterKey.outer, schedule)
        for word in 0..<8 { sum[word] ^= schedule[word] }
      }
      for word in 0..<8 { last[word] = schedule[word] }
    }
  }

  /// Digests the 32 bytes at the schedule's start, and leaves the digest there.
  private func mix(_ start: SHA256Rounds, _ schedule: UnsafeMutablePointer<UInt32>) {
    schedule[8] = 0x8000_0000
    for word in 9..<15 { schedule[word] = 0 }
    schedule[15] = 768
    var rounds = start
    rounds.absorb(schedule)
    rounds.copy(to: schedule)
  }
}
