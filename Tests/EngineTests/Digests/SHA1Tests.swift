import Testing

@testable import Engine

/// The published examples of FIPS 180, and lengths around the edge of a block.
struct SHA1Tests {
  @Test(arguments: [
    ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
    ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
        + "lmnopqrsmnopqrstnopqrstu", "a49b2446a02c645bf419f995b67091253a04a259"
    ),
  ]) func digests(_ message: String, _ digest: String) {
    #expect(hexadecimal(sha1(Array(message.utf8))) == digest)
  }

  /// So many times the letter a.
  @Test(arguments: [
    (1_000_000, "34aa973cd4c4daa4f61eeb2bdbad27316534016f"),
    (55, "c1c8bbdc22796e28c0e15163d20899b65621d65a"),
    (56, "c2db330f6083854c99d4b5bfb6e8f29f201be699"),
    (63, "03f09f5b158a7a8cdad920bddc29b81c18a551f5"),
    (64, "0098ba824b5c16427bd7a1122a5a442a25ec644d"),
    (65, "11655326c708d70319be2610e8a57d9a5b959d3b"),
  ]) func digestsOfAs(_ count: Int, _ digest: String) {
    #expect(hexadecimal(sha1([UInt8](repeating: UInt8(ascii: "a"), count: count))) == digest)
  }

  private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
