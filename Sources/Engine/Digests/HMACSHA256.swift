// HMAC: a digest that only those can make who know a key.
//
// Why not simply the digest of key and message? Whoever has that can go on from it: the digest of a longer message is
// made by mixing more blocks in, and for that the key is not needed. HMAC digests twice, and the outer digest hides the
// inner one:
//
//     SHA-256( key ⊕ 5c5c… │ SHA-256( key ⊕ 3636… │ message ) )
//
// Source: RFC 2104

/// Makes and checks codes that prove who wrote a message.
///
/// ```swift
/// let key = randomBytes(32)
/// let code = HMACSHA256.code(of: "user=7", key: key)
/// if HMACSHA256.isValid(code, of: "user=7", key: key) { response.end("it was us") }
/// ```
///
/// A cookie signed so can be read by its user, but not changed. A key is as long as a digest, 32 bytes, and random.
///
/// Node: `crypto.createHmac("sha256", key)`
public nonisolated struct HMACSHA256: Sendable {
  private var inner = SHA256()
  private var outer = SHA256()

  /// Begins. A key longer than 64 bytes is replaced by its digest, as the standard says.
  public init(key: [UInt8]) {
    let short = key.count > SHA256.blockLength ? SHA256.digest(of: key) : key
    let block = short + [UInt8](repeating: 0, count: SHA256.blockLength - short.count)
    inner.update(block.map { $0 ^ 0x36 })
    outer.update(block.map { $0 ^ 0x5C })
  }

  /// Takes more of the message in.
  public mutating func update(_ bytes: [UInt8]) { inner.update(bytes) }

  /// Takes more of the message in, as UTF-8.
  public mutating func update(_ text: String) { inner.update(text) }

  /// The code, 32 bytes, of all that came so far. More may come afterwards.
  public func finish() -> [UInt8] { finishedRounds.words.flatMap(\.bigEndianBytes) }

  /// The outer digest's rounds at the end.
  var finishedRounds: SHA256Rounds {
    var outer = outer
    outer.update(inner.finish())
    return outer.finishedRounds
  }

  /// The code of a whole message.
  public static func code(of message: [UInt8], key: [UInt8]) -> [UInt8] {
    var code = HMACSHA256(key: key)
    code.update(message)
    return code.finish()
  }

  /// The code of a whole message, as UTF-8.
  public static func code(of message: String, key: [UInt8]) -> [UInt8] {
    code(of: Array(message.utf8), key: key)
  }

  /// Whether a code is the message's; how long that takes says nothing about the right one.
  public static func isValid(_ code: [UInt8], of message: [UInt8], key: [UInt8]) -> Bool {
    timingSafeEqual(code, Self.code(of: message, key: key))
  }

  /// Whether a code is the message's, as UTF-8.
  public static func isValid(_ code: [UInt8], of message: String, key: [UInt8]) -> Bool {
    isValid(code, of: Array(message.utf8), key: key)
  }

  /// Both digests as they stand after the key, for those who make many codes with one.
  var roundsAfterKey: (inner: SHA256Rounds, outer: SHA256Rounds) { (inner.rounds, outer.rounds) }
}
