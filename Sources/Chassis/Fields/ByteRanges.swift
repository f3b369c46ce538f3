// Which parts of something a client asks for, by its `Range` field.
//
//     bytes=0-99          the first hundred
//     bytes=100-          all from the hundredth on
//     bytes=-100          the last hundred, or all where there are fewer
//     bytes=0-9,5-19      two parts, which overlap: combined, one, 0-19
//
// Source: RFC 9110 section 14.1

/// What a `Range` field means for something of a known size.
///
/// Express: what `req.range` returns
public nonisolated enum RequestedRanges: Equatable, Sendable {
  /// The parts, none of them empty, all of them within the size, in the order of the field.
  case ranges([Range<Int>], unit: String)
  /// All parts lie outside: answer 416. Express: -1
  case unsatisfiable
  /// No ranges at all: answer as if the field were not there. Express: -2
  case malformed

  /// Reads a field's value. A part that makes no sense is left out.
  init(_ field: String, size: Int) {
    let halves = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let unit = halves[0].trimmed.lowercased()
    guard halves.count == 2, !unit.isEmpty, unit.utf8.allSatisfy(\.isTokenByte) else {
      self = .malformed
      return
    }
    let ranges = halves[1].pieces(by: UInt8(ascii: ",")).compactMap { Self.range($0, size) }
    self = ranges.isEmpty ? .unsatisfiable : .ranges(ranges, unit: unit)
  }

  /// Parts that touch or overlap made one, each in the place of the first of those in it.
  public var combined: RequestedRanges {
    guard case .ranges(let ranges, let unit) = self, ranges.count > 1 else { return self }
    var merged: [(range: Range<Int>, place: Int)] = []
    let sorted = ranges.enumerated().sorted { $0.element.lowerBound < $1.element.lowerBound }
    for (place, range) in sorted {
      if let last = merged.last, range.lowerBound <= last.range.upperBound {
        let end = max(last.range.upperBound, range.upperBound)
        merged[merged.count - 1] = (last.range.lowerBound..<end, min(last.place, place))
      } else {
        merged.append((range, place))
      }
    }
    return .ranges(merged.sorted { $0.place < $1.place }.map(\.range), unit: unit)
  }

  private static func range(_ text: Substring, _ size: Int) -> Range<Int>? {
    let halves = text.split(separator: "-", omittingEmptySubsequences: false)
    guard halves.count == 2 else { return nil }
    let (first, last) = (halves[0].trimmed, halves[1].trimmed)
    if first.isEmpty {
      guard let count = number(last), count > 0, size > 0 else { return nil }
      return max(0, size - count)..<size
    }
    guard let start = number(first), start < size else { return nil }
    if last.isEmpty { return start..<size }
    guard let end = number(last), end >= start else { return nil }
    return start..<(min(end, size - 1) + 1)
  }

  /// Digits. A number that is too large for `Int` is larger than any size.
  private static func number(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
    return Int(text) ?? .max
  }
}
