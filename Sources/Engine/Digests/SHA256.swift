// SHA-256: any number of bytes in, thirty-two out, and nobody knows how to find two inputs with the same output.
//
// The input is cut into blocks of 64 bytes. The last one is filled up with a 1 bit, zeros, and the input's length in
// bits, in eight bytes:
//
//     "abc"  ──▶  61 62 63 │ 80 00 00 … 00 │ 00 00 00 00 00 00 00 18
//
// The rounds, which do the mixing, stand in SHA256Rounds.swift.
//
// Source: FIPS 180-4 sections 5.1.1 and 6.2

/// Makes the SHA-256 digest of bytes that come piece by piece.
///
/// ```swift
/// var digest = SHA256()
/// for try await chunk in request.body { digest.update(chunk) }
/// response.end(Hexadecimal.encode(digest.finish()))
/// ```
///
/// A digest says whether bytes have changed by accident. Whether somebody changed them on purpose is what
/// `HMACSHA256` says; and passwords need `pbkdf2`, which is slow.
///
/// Node: `crypto.createHash("sha256")`
public nonisolated struct SHA256: Sendable {
  /// How many bytes a digest has.
  public static let byteCount = 32
  /// How many bytes are mixed in at once.
  static let blockLength = 64

  private(set) var rounds = SHA256Rounds()
  /// What is not yet a whole block.
  private var pending: [UInt8] = []
  private var length: UInt64 = 0

  public init() {}

  /// Takes more bytes in.
  public mutating func update(_ bytes: [UInt8]) {
    length &+= UInt64(bytes.count)
    guard !pending.isEmpty else { return absorb(bytes[...]) }
    let missing = min(Self.blockLength - pending.count, bytes.count)
    pending += bytes[..<missing]
    guard pending.count == Self.blockLength else { return }
    let block = pending
    pending = []
    absorb(block[...])
    absorb(bytes[missing...])
  }

  /// Takes more text in, as UTF-8.
  public mutating func update(_ text: String) { update(Array(text.utf8)) }

  /// The digest, 32 bytes, of all that came so far. More may come afterwards.
  ///
  /// Node: `digest`
  public func finish() -> [UInt8] { finishedRounds.words.flatMap(\.bigEndianBytes) }

  /// The rounds with the last blocks mixed in.
  var finishedRounds: SHA256Rounds {
    var last = self
    let used = Int(length % UInt64(Self.blockLength))
    let zeros = (used < 56 ? 55 : 119) - used
    last.update([0x80] + [UInt8](repeating: 0, count: zeros) + (length &* 8).bigEndianBytes)
    return last.rounds
  }

  /// The digest of a whole.
  ///
  /// Node: `crypto.hash("sha256", …)`
  public static func digest(of bytes: [UInt8]) -> [UInt8] {
    var digest = SHA256()
    digest.update(bytes)
    return digest.finish()
  }

  /// The digest of a whole text, as UTF-8.
  ///
  /// ```swift
  /// Hexadecimal.encode(Array(SHA256.digest(of: "abc")[..<4]))  // "ba7816bf"
  /// ```
  public static func digest(of text: String) -> [UInt8] { digest(of: Array(text.utf8)) }

  /// Mixes the whole blocks in and keeps the rest.
  private mutating func absorb(_ bytes: ArraySlice<UInt8>) {
    let whole = bytes.count / Self.blockLength * Self.blockLength
    bytes.withUnsafeBytes { bytes in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: SHA256Rounds.scheduleLength) {
        guard let schedule = $0.baseAddress else { return }
        for start in stride(from: 0, to: whole, by: Self.blockLength) {
          for word in 0..<16 {
            let bytes = bytes.loadUnaligned(fromByteOffset: start + 4 * word, as: UInt32.self)
            schedule[word] = UInt32(bigEndian: bytes)
          }
          rounds.absorb(schedule)
        }
      }
    }
    pending = Array(bytes.dropFirst(whole))
  }
}

extension FixedWidthInteger {
  /// The number's bytes, the most significant one first.
  nonisolated var bigEndianBytes: [UInt8] {
    (1...Self.bitWidth / 8).map { UInt8(truncatingIfNeeded: self >> (Self.bitWidth - 8 * $0)) }
  }
}
