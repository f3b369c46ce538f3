// SHA-1, for one purpose: the WebSocket handshake asks for it (see `WebSocketHandshake`).
//
// There it keeps no secret. It only shows that the server has read the client's key and knows the protocol, so that a
// cache or a server of another kind cannot answer by accident. For anything that must be safe SHA-1 is broken since
// 2017: two different files with the same digest have been made. Signatures and stored passwords need SHA-256, HMAC
// and PBKDF2.
//
//     message ─▶ padded to whole blocks of 64 bytes ─▶ each block stirs five 32-bit words ─▶ the words are the digest
//
// Source: FIPS 180-4 sections 5.1.1, 5.3.1 and 6.1.2

/// The SHA-1 digest of `message`, 20 bytes.
///
/// For the WebSocket handshake only, where nothing depends on its strength. Not for security.
///
/// Node: `crypto.createHash('sha1')`
nonisolated func sha1(_ message: [UInt8]) -> [UInt8] {
  var digest = SHA1Words()
  let whole = message.count - message.count % 64
  for start in stride(from: 0, to: whole, by: 64) {
    digest.stir(message.span.extracting(start..<(start + 64)))
  }
  let rest = padded(Array(message[whole...]), of: message.count)
  for start in stride(from: 0, to: rest.count, by: 64) {
    digest.stir(rest.span.extracting(start..<(start + 64)))
  }
  return digest.words.flatMap { word in bigEndian(word) }
}

/// The last bytes with their padding: a one bit, zeros, and the message's length in bits as the last eight bytes.
private nonisolated func padded(_ rest: [UInt8], of length: Int) -> [UInt8] {
  var bytes = rest + [0x80]
  while bytes.count % 64 != 56 { bytes.append(0) }
  return bytes + bigEndian(UInt64(length) * 8)
}

private nonisolated func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: number.bigEndian) { Array($0) }
}

/// The five words that are the digest in the end.
private nonisolated struct SHA1Words {
  var words: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]

  /// Takes one block of 64 bytes in.
  mutating func stir(_ block: Span<UInt8>) {
    let schedule = Self.schedule(block)
    var (a, b, c, d, e) = (words[0], words[1], words[2], words[3], words[4])
    for round in 0..<80 {
      let (mixed, constant) = Self.mix(round, b, c, d)
      let next = a.rotated(by: 5) &+ mixed &+ e &+ constant &+ schedule[round]
      (a, b, c, d, e) = (next, a, b.rotated(by: 30), c, d)
    }
    for (index, word) in [a, b, c, d, e].enumerated() { words[index] &+= word }
  }

  /// The block's sixteen words, drawn out to eighty.
  private static func schedule(_ block: Span<UInt8>) -> [UInt32] {
    var schedule: [UInt32] = []
    schedule.reserveCapacity(80)
    for index in stride(from: 0, to: 64, by: 4) {
      let high = UInt32(block[index]) << 24 | UInt32(block[index + 1]) << 16
      schedule.append(high | UInt32(block[index + 2]) << 8 | UInt32(block[index + 3]))
    }
    for round in 16..<80 {
      let mixed =
        schedule[round - 3] ^ schedule[round - 8] ^ schedule[round - 14] ^ schedule[round - 16]
      schedule.append(mixed.rotated(by: 1))
    }
    return schedule
  }

  /// The function and the constant of a round; they change every twenty rounds.
  private static func mix(
    _ round: Int, _ b: UInt32, _ c: UInt32, _ d: UInt32
  ) -> (mixed: UInt32, constant: UInt32) {
    switch round {
    case ..<20: ((b & c) | (~b & d), 0x5A82_7999)
    case ..<40: (b ^ c ^ d, 0x6ED9_EBA1)
    case ..<60: ((b & c) | (b & d) | (c & d), 0x8F1B_BCDC)
    default: (b ^ c ^ d, 0xCA62_C1D6)
    }
  }
}

extension UInt32 {
  fileprivate nonisolated func rotated(by count: UInt32) -> UInt32 {
    self << count | self >> (32 - count)
  }
}
