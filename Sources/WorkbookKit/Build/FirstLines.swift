// The beginning of what a compiler says: the first mistake is the one to mend, and who has thousands is told how many
// lines are left out.

/// The first lines of a text that comes in pieces.
struct FirstLines {
  /// The bytes that are kept at most.
  let limit: Int
  private var kept: [UInt8] = []
  private var bytes = 0
  private var lineEnds = 0
  private var last: UInt8?
  private static let lineEnd = UInt8(ascii: "\n")

  init(limit: Int) { self.limit = limit }

  mutating func append(_ chunk: [UInt8]) {
    kept += chunk.prefix(limit - kept.count)
    bytes += chunk.count
    lineEnds += chunk.count { $0 == Self.lineEnd }
    last = chunk.last ?? last
  }

  /// The lines; where some are left out, the last one says how many.
  var text: String {
    guard bytes > kept.count else { return String(decoding: kept, as: UTF8.self) }
    let whole = kept.lastIndex(of: Self.lineEnd).map { kept[...$0] } ?? []
    let count = lineEnds + (last == Self.lineEnd ? 0 : 1) - whole.count { $0 == Self.lineEnd }
    return String(decoding: whole, as: UTF8.self) + "… and \(moreLines(count))"
  }
}
