// Lists of wishes, each with a weight: what `Accept`, `Accept-Language` and their kin say.
//
//     text/html;level=1;q=0.7, */*;q=0.1
//     └─ name ┘ └param┘ └weight
//
// A comma or semicolon within quotes separates nothing. A weight that is none (`q=2`, `q=high`) makes a wish that is none,
// and so it counts for nothing, as if it were not there.
//
// Source: RFC 9110 sections 12.4.2 and 5.6.6

/// One wish of such a list.
nonisolated struct WeightedRange: Equatable {
  /// What is wished for, in lower case: `text/html`, `gzip`, `en-us`, `*`.
  var name: String
  /// What stands between the name and the weight, in lower case.
  var parameters: [String: String] = [:]
  /// From 0, not at all, to 1.
  var quality = 1.0

  init(name: String, quality: Double = 1) { (self.name, self.quality) = (name, quality) }

  /// Nil for an empty name or a weight that is none.
  init?(_ text: some StringProtocol) {
    let pieces = text.pieces(by: UInt8(ascii: ";"))
    name = pieces[0].lowercased()
    guard !name.isEmpty else { return nil }
    for piece in pieces.dropFirst() {
      let halves = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let key = halves[0].trimmed.lowercased()
      let value = halves.count == 2 ? Self.unquoted(halves[1].trimmed.lowercased()) : ""
      if key == "q" {
        guard let weight = Self.weight(value) else { return nil }
        quality = weight
        return
      }
      parameters[key] = value
    }
  }

  /// The wishes of a field's value, in order.
  static func list(_ field: String) -> [WeightedRange] {
    field.pieces(by: UInt8(ascii: ",")).compactMap { WeightedRange($0) }
  }

  /// Digits and at most one dot, 0 to 1. `Double` alone would also read `nan`, `0x1` and `1e-9`.
  private static func weight(_ text: String) -> Double? {
    let isPlain = text.utf8.allSatisfy { 0x30...0x39 ~= $0 || $0 == UInt8(ascii: ".") }
    guard isPlain, let weight = Double(text), weight <= 1 else { return nil }
    return weight
  }

  private static func unquoted(_ text: String) -> String {
    guard text.utf8.count > 1, text.utf8.first == quote, text.utf8.last == quote else {
      return text
    }
    return String(text.dropFirst().dropLast())
  }

  private static let quote = UInt8(ascii: "\"")
}

extension StringProtocol {
  /// The parts between separators that stand outside of quotes, without the spaces around them; at least one.
  nonisolated func pieces(by separator: UInt8) -> [Substring] {
    let text = Substring(self)
    var pieces: [Substring] = []
    var start = text.startIndex
    var (isQuoted, isEscaped) = (false, false)
    for index in text.utf8.indices {
      let byte = text.utf8[index]
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if byte == UInt8(ascii: "\\"), isQuoted {
        isEscaped = true
      } else if byte == separator, !isQuoted {
        pieces.append(text[start..<index].trimmed)
        start = text.utf8.index(after: index)
      }
    }
    return pieces + [text[start...].trimmed]
  }
}
