// Texts of all kinds: between quotation marks, over several lines, raw, with code in them; and regular expressions.

extension SwiftTokenizer {
  /// The quotation marks that open a text; the number signs before them are read already.
  mutating func readQuote(hashes: Int) {
    let start = position - hashes
    let isMultiline = has("\"\"\"")
    position += isMultiline ? 3 : 1
    push(.text(Delimiter(hashes: hashes, isMultiline: isMultiline)))
    emit(.text, from: start)
  }

  /// `#"…"#`, `#/…/#`, or the name of a directive.
  mutating func readHash() {
    let start = position
    skip { $0 == UInt8(ascii: "#") }
    let hashes = position - start
    if has("\"") {
      readQuote(hashes: hashes)
    } else if has("/"), readExpression(hashes: hashes) {
      return
    } else {
      skip { $0.isNamePart }
      emit(.directive, from: start)
    }
  }

  /// A text from where it goes on to its end, to code in it, or to the end of a line.
  mutating func readText(_ delimiter: Delimiter) {
    let start = position
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\n"):
        if delimiter.isMultiline {
          position += 1
        } else {
          // Nobody closed it.
          emit(.text, from: start)
          return pop()
        }
      case UInt8(ascii: "\\") where hashes(at: 1) >= delimiter.hashes:
        position += 1 + delimiter.hashes
        if has("(") {
          position += 1
          emit(.text, from: start)
          return push(.interpolation(parentheses: 0))
        }
        // What is escaped closes nothing.
        if peek() != UInt8(ascii: "\n"), position < bytes.count { position += 1 }
      case UInt8(ascii: "\"") where closes(delimiter):
        position += (delimiter.isMultiline ? 3 : 1) + delimiter.hashes
        emit(.text, from: start)
        return pop()
      default: position += 1
      }
    }
    emit(.text, from: start)
  }

  private func closes(_ delimiter: Delimiter) -> Bool {
    if delimiter.isMultiline, !has("\"\"\"") { return false }
    return hashes(at: delimiter.isMultiline ? 3 : 1) >= delimiter.hashes
  }

  /// How many number signs stand there.
  private func hashes(at offset: Int) -> Int {
    var count = 0
    while peek(offset + count) == UInt8(ascii: "#") { count += 1 }
    return count
  }

  // MARK: Regular expressions

  /// `/…/` or `#/…/#` on one line. Without a number sign it must stand where a value begins, and no space may follow
  /// the first slash; else it is a division.
  mutating func readExpression(hashes: Int = 0) -> Bool {
    guard position >= noExpressionBefore else { return false }
    if hashes == 0 {
      guard isValueExpected, let next = peek(1), !" \t\r\n)".utf8.contains(next) else {
        return false
      }
    }
    let start = position - hashes
    var end = position + 1
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n") {
      if bytes[end] == UInt8(ascii: "\\"), end + 1 < bytes.count,
        bytes[end + 1] != UInt8(ascii: "\n")
      {
        end += 1
      } else if bytes[end] == UInt8(ascii: "/"), isFollowed(end, by: hashes) {
        position = end + 1 + hashes
        emit(.text, from: start)
        return true
      }
      end += 1
    }
    noExpressionBefore = end
    return false
  }

  private func isFollowed(_ place: Int, by hashes: Int) -> Bool {
    place + hashes < bytes.count
      && bytes[(place + 1)..<(place + 1 + hashes)].allSatisfy { $0 == UInt8(ascii: "#") }
  }

  /// Whether a value, and no operator, can stand here.
  private var isValueExpected: Bool {
    guard let previous else { return true }
    switch previous.kind {
    case .operator, .keyword: return !SwiftWords.values.contains(previous.text)
    case .punctuation: return !")]}".contains(previous.text)
    default: return false
    }
  }
}
