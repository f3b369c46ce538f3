// Two texts that should be the same and are not, for human eyes: both from a little before the first byte in which they
// differ, and where that is, so that nobody has to look for it.

/// What was expected beside what came.
struct ShownPair {
  let expected: String
  let actual: String
  /// How many Unicode scalars both begin with.
  let firstDifference: Int

  /// - Parameter limit: how many bytes of each are shown; what is left out is said.
  init(expected: [UInt8], actual: [UInt8], limit: Int = 400) {
    let common = zip(expected, actual).prefix { $0 == $1 }.count
    var start = common > limit / 2 ? common - 40 : 0
    // Not within a character.
    while start > 0, expected[start...].first.map(isContinuation) ?? false { start -= 1 }
    let note = start > 0 ? "(\(start) bytes, the same in both) " : ""
    let (left, right) = (Array(expected[start...]), Array(actual[start...]))
    var shown = (shownBytes(left, limit: limit), shownBytes(right, limit: limit))
    // Letters that look alike and are written by other bytes: é is one scalar or two.
    if shown.0 == shown.1 {
      shown = (
        shownBytes(left, limit: limit, inASCII: true),
        shownBytes(right, limit: limit, inASCII: true)
      )
    }
    self.expected = note + shown.0
    self.actual = note + shown.1
    firstDifference = commonStart(self.expected, self.actual)
  }
}

/// How many Unicode scalars two texts begin with alike.
func commonStart(_ left: String, _ right: String) -> Int {
  zip(left.unicodeScalars, right.unicodeScalars).prefix { $0 == $1 }.count
}

/// Whether a byte continues a character of UTF-8.
func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
