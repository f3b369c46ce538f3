// Where a text that should stand in another one comes closest to it: the place for a mark, so that nobody has to search a
// page for what is nearly there.

/// The longest beginning of a text that stands in another one.
struct LongestBeginning: Equatable {
  /// How many bytes of the wanted text it has.
  let length: Int
  /// How many bytes of the other text lie before its end.
  let end: Int

  /// Looks for it; of several places the first counts. Takes time for each byte of both, and no more (Knuth, Morris and
  /// Pratt): what a server answers may be made to be slow to search.
  init(of wanted: [UInt8], in text: [UInt8]) {
    // For each beginning: how much of it, from its front, stands at its end as well.
    var repeated = [0]
    var length = 0
    func longer(by byte: UInt8) -> Int {
      while length > 0, length == wanted.count || wanted[length] != byte {
        length = repeated[length - 1]
      }
      return length < wanted.count && wanted[length] == byte ? length + 1 : 0
    }
    for byte in wanted.dropFirst() {
      length = longer(by: byte)
      repeated.append(length)
    }
    length = 0
    var (longest, end) = (0, 0)
    for (index, byte) in text.enumerated() where !wanted.isEmpty {
      length = longer(by: byte)
      if length > longest { (longest, end) = (length, index + 1) }
    }
    // Not within a character.
    while longest > 0, longest < wanted.count, isContinuation(wanted[longest]) {
      (longest, end) = (longest - 1, end - 1)
    }
    (self.length, self.end) = (longest, end)
  }
}

extension Judgement {
  /// Fewer characters stand everywhere by chance, and a mark would mislead.
  private static let leastBeginning = 3

  /// A text that does not contain the one that was wanted: marks where it has come the farthest, if it has come far.
  static func lacking(_ text: String, _ wanted: String, expected: String) -> Judgement {
    let bytes = Array(text.utf8)
    let found = LongestBeginning(of: Array(wanted.utf8), in: bytes)
    let beginning = String(decoding: wanted.utf8.prefix(found.length), as: UTF8.self)
    guard beginning.count >= leastBeginning else {
      return Judgement(holds: false, expected: expected, actual: Value.text(text).shown)
    }
    var judgement = marked(bytes, at: found.end, expected: expected)
    judgement.mark = "up to here as expected: \(shownBytes(Array(beginning.utf8)))"
    return judgement
  }

  /// A text that does not begin with the one that was wanted: marks the first letter that differs.
  static func beginningOtherwise(_ text: String, _ wanted: String, expected: String) -> Judgement {
    let common = commonStart(text, wanted)
    let start = String(String.UnicodeScalarView(text.unicodeScalars.prefix(common)))
    return marked(Array(text.utf8), at: start.utf8.count, expected: expected)
  }

  /// Shows a text from a little before the place that is marked.
  private static func marked(_ bytes: [UInt8], at place: Int, expected: String) -> Judgement {
    var start = place > 200 ? place - 40 : 0
    while start > 0, isContinuation(bytes[start]) { start -= 1 }
    let kind = "text " + (start > 0 ? "(\(start) bytes before this) " : "")
    let upToThere = shownBytes(Array(bytes[start..<place])).unicodeScalars.count - 1
    return Judgement(
      holds: false, expected: expected, actual: kind + shownBytes(Array(bytes[start...])),
      firstDifference: kind.unicodeScalars.count + upToThere)
  }
}
