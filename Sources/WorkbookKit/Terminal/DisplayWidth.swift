// How many columns a text takes in a terminal, and fitting it into a number of them.

extension String {
  /// The columns that the text takes: two for wide characters (CJK, emoji), none for those that join others.
  var displayWidth: Int { reduce(0) { $0 + $1.displayWidth } }

  /// The text with spaces behind it, up to a width.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - displayWidth))
  }

  /// Code in pieces of at most so many columns: broken behind a space where one is near, else anywhere.
  func pieces(of width: Int) -> [String] {
    var pieces: [String] = []
    var piece = ""
    for character in self {
      if piece.displayWidth + character.displayWidth > width {
        let rest = piece.reversed().prefix { $0 != " " }
        let isNear = rest.count < piece.count / 2
        pieces.append(isNear ? String(piece.dropLast(rest.count)) : piece)
        piece = isNear ? String(rest.reversed()) : ""
      }
      piece.append(character)
    }
    return pieces + [piece]
  }

  /// The text in lines of at most so many columns, broken between words: for prose.
  func wrapped(to width: Int, indent: String = "") -> String {
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ", omittingEmptySubsequences: false) {
      if !line.isEmpty,
        line.displayWidth + 1 + String(word).displayWidth > width - indent.displayWidth
      {
        lines.append(line)
        line = String(word)
      } else {
        line += (line.isEmpty ? "" : " ") + word
      }
    }
    return (lines + [line]).joined(separator: "\n" + indent)
  }
}

extension Character {
  fileprivate var displayWidth: Int {
    guard let scalar = unicodeScalars.first else { return 0 }
    switch scalar.value {
    case 0..<32, 0x7F: return 0
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default: return scalar.properties.generalCategory == .nonspacingMark ? 0 : 1
    }
  }
}
