// A text as lines, a line as lines are compared, and what is said of those that are left out.

/// A line as it is compared: without the spaces, tabs and carriage returns around it.
func trimmedBytes(_ line: String) -> [UInt8] {
  let bytes = Array(line.utf8)
  func isBlank(_ byte: UInt8) -> Bool { " \t\r".utf8.contains(byte) }
  guard let first = bytes.firstIndex(where: { !isBlank($0) }),
    let last = bytes.lastIndex(where: { !isBlank($0) })
  else { return [] }
  return Array(bytes[first...last])
}

/// A text's lines, without an empty one at the end. A line ends with a line feed; a carriage return before it is the
/// line's.
func textLines(_ text: String) -> [String] {
  var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    .map { String(decoding: $0, as: UTF8.self) }
  if lines.last == "" { lines.removeLast() }
  return lines
}

/// `1 more line`, `7 more lines`
func moreLines(_ count: Int) -> String { "\(count) more \(count == 1 ? "line" : "lines")" }
