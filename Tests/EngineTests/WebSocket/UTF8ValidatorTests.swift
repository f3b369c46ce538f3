import Testing

@testable import Engine

/// What is UTF-8 and what is not, as soon as it can be known.
struct UTF8ValidatorTests {
  /// Whether a text is accepted that comes in these pieces, and then is whole.
  private func check(_ pieces: [[UInt8]]) -> (accepted: Bool, whole: Bool) {
    var validator = UTF8Validator()
    for piece in pieces {
      guard piece.withUnsafeBytes({ validator.accepts($0) }) else { return (false, false) }
    }
    return (true, validator.isWhole)
  }

  @Test(arguments: [
    "", "plain text, longer than eight bytes", "κόσμε", "Übergröße über alles", "日本語テキスト",
    "🙂🙃 and 𐍈",
    "\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}\u{10000}\u{10FFFF}\u{D7FF}\u{E000}\u{FFFE}",
  ]) func acceptsTextsCutAnywhere(_ text: String) {
    let bytes = Array(text.utf8)
    for cut in 0...bytes.count {
      #expect(check([Array(bytes[..<cut]), Array(bytes[cut...])]) == (true, true))
    }
    #expect(check(bytes.map { [$0] }) == (true, true))
  }

  @Test func knowsWhenATextIsNotWhole() {
    let bytes = Array("a🙂".utf8)
    for count in 2..<bytes.count {
      #expect(check([Array(bytes[..<count])]) == (true, false))
    }
  }

  /// Every two bytes, and the edges of what a third and a fourth may be: the same answer as Swift's own.
  @Test func agreesWithTheStandardLibrary() {
    var wrong: [[UInt8]] = []
    func compare(_ bytes: [UInt8]) {
      let expected = String(validating: bytes, as: UTF8.self) != nil
      if (check([bytes]) == (true, true)) != expected { wrong.append(bytes) }
    }
    let edges: [UInt8] = [0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF]
    for first in UInt8.min ... .max {
      compare([first])
      for second in UInt8.min ... .max {
        compare([first, second])
        for third in edges where first >= 0xC0 && edges.contains(second) {
          compare([first, second, third])
          for fourth in edges where first >= 0xEF { compare([first, second, third, fourth]) }
        }
      }
    }
    #expect(wrong.isEmpty)
  }

  @Test(
    arguments: [
      ([0x80], 0), ([0xC0, 0xAF], 0), ([0xC1], 0), ([0xF5], 0), ([0xFF], 0),
      ([0xE0, 0x9F], 1), ([0xED, 0xA0], 1), ([0xF0, 0x8F], 1), ([0xF4, 0x90], 1),
      ([0xC3, 0x28], 1), ([0xE2, 0x82, 0x28], 2), ([0x41, 0xF0, 0x9F, 0x99, 0x41], 4),
    ] as [([UInt8], Int)]) func refusesAtTheFirstWrongByte(_ bytes: [UInt8], _ wrong: Int)
  {
    #expect(check([Array(bytes[..<wrong])]).accepted)
    #expect(!check([Array(bytes[...wrong])]).accepted)
    #expect(!check(bytes.map { [$0] }).accepted)
  }
}
