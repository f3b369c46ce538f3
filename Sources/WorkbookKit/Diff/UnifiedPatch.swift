// The difference as a patch that `git apply` takes: it makes the left program the right one, to the byte.

/// Writes patches.
struct UnifiedPatch {
  /// How many unchanged lines stand around a change.
  private static let context = 3

  /// The whole patch; empty if nothing differs. All files are named as those of the left, which are the ones to be
  /// changed.
  static func text(_ left: Listing, _ right: Listing) -> String {
    ProgramDiff.pairedFiles(left, right).map { names in
      let path = left.patchPrefix + (names.left ?? names.right ?? "")
      return text(
        path, names.left.flatMap { left.files[$0] }, names.right.flatMap { right.files[$0] })
    }.joined()
  }

  /// One file's part; nil stands for a file that is not there.
  private static func text(_ path: String, _ left: String?, _ right: String?) -> String {
    guard left.map({ Array($0.utf8) }) != right.map({ Array($0.utf8) }) else { return "" }
    let (old, new) = (quoted("a/\(path)"), quoted("b/\(path)"))
    var patch = "diff --git \(old) \(new)\n"
    if left == nil { patch += "new file mode 100644\n" }
    if right == nil { patch += "deleted file mode 100644\n" }
    let hunks = hunks(lines(left ?? ""), lines(right ?? ""))
    guard !hunks.isEmpty else { return patch }
    patch += "--- \(left == nil ? "/dev/null" : ended(old))\n"
    patch += "+++ \(right == nil ? "/dev/null" : ended(new))\n"
    return patch + hunks.joined()
  }

  /// Lines with their ends, as far as they have one.
  private static func lines(_ text: String) -> [[UInt8]] {
    var lines: [[UInt8]] = [[]]
    for byte in text.utf8 {
      lines[lines.count - 1].append(byte)
      if byte == UInt8(ascii: "\n") { lines.append([]) }
    }
    return lines.last == [] ? lines.dropLast() : lines
  }

  // MARK: Names

  /// As Git writes names that hold quotation marks, backslashes or control characters.
  private static func quoted(_ name: String) -> String {
    let isPlain = name.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != 0x22 && $0 != 0x5C }
    if isPlain { return name }
    let escaped = name.unicodeScalars.map { scalar -> String in
      switch scalar.value {
      case 0x22, 0x5C: "\\\(scalar)"
      case 0..<0x20, 0x7F:
        "\\" + String(repeating: "0", count: scalar.value < 8 ? 2 : scalar.value < 64 ? 1 : 0)
          + String(scalar.value, radix: 8)
      default: String(scalar)
      }
    }
    return "\"\(escaped.joined())\""
  }

  /// A tab behind a name with a space says where the name ends.
  private static func ended(_ name: String) -> String { name.contains(" ") ? name + "\t" : name }

  // MARK: Hunks

  private static func hunks(_ left: [[UInt8]], _ right: [[UInt8]]) -> [String] {
    let steps = changes(from: left, to: right)
    var hunks: [String] = []
    var place = 0
    while let first = steps[place...].firstIndex(where: { !$0.isSame }) {
      // It goes on as long as fewer than two contexts lie between two changes.
      var last = first
      var next = first
      while next < steps.count, next - last <= 2 * context {
        if !steps[next].isSame { last = next }
        next += 1
      }
      let start = max(place, first - context)
      let end = min(steps.count, last + 1 + context)
      hunks.append(hunk(steps, start..<end, left, right))
      place = end
    }
    return hunks
  }

  private static func hunk(
    _ steps: [LineChange], _ range: Range<Int>, _ left: [[UInt8]], _ right: [[UInt8]]
  ) -> String {
    let before = steps[..<range.lowerBound]
    let (old, new) = (steps[range].count { !$0.isAdded }, steps[range].count { !$0.isRemoved })
    let (oldStart, newStart) = (before.count { !$0.isAdded }, before.count { !$0.isRemoved })
    var text = "@@ -\(span(oldStart, old)) +\(span(newStart, new)) @@\n"
    var added = ""
    for step in steps[range] {
      switch step {
      case .removed(let index): text += line("-", left[index])
      case .added(let index): added += line("+", right[index])
      case .same(let index, _):
        text += added + line(" ", left[index])
        added = ""
      }
    }
    return text + added
  }

  /// `4,7`; a side that has no line there names the line before.
  private static func span(_ before: Int, _ count: Int) -> String {
    "\(count == 0 ? before : before + 1),\(count)"
  }

  private static func line(_ sign: String, _ bytes: [UInt8]) -> String {
    let text = sign + String(decoding: bytes, as: UTF8.self)
    return bytes.last == UInt8(ascii: "\n") ? text : text + "\n\\ No newline at end of file\n"
  }
}

extension LineChange {
  fileprivate var isSame: Bool { if case .same = self { true } else { false } }
  fileprivate var isAdded: Bool { if case .added = self { true } else { false } }
  fileprivate var isRemoved: Bool { if case .removed = self { true } else { false } }
}
