import Testing

@testable import Engine

struct TimingSafeEqualTests {
  @Test(arguments: [
    ("", "", true), ("secret", "secret", true), ("secret", "Secret", false),
    ("secret", "secreT", false), ("secret", "secre", false), ("", "s", false),
    // The same to a reader, and to `==` on strings, but other bytes.
    ("\u{E9}", "e\u{301}", false),
  ]) func compares(_ left: String, _ right: String, _ areEqual: Bool) {
    #expect(timingSafeEqual(left, right) == areEqual)
    #expect(timingSafeEqual(right, left) == areEqual)
    #expect(timingSafeEqual(Array(left.utf8), Array(right.utf8)) == areEqual)
  }

  /// Two differences must not cancel each other out.
  @Test func seesEveryDifference() {
    let bytes = (0..<64).map { UInt8($0) }
    for first in bytes.indices {
      for second in bytes.indices where second != first {
        var other = bytes
        other[first] ^= 0x80
        other[second] ^= 0x80
        #expect(!timingSafeEqual(bytes, other))
      }
    }
  }
}
