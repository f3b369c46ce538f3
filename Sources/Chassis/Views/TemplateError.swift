// What is wrong with a template, said so that one finds the place and knows what to write.
//
//     views/users.mustache:3:3: {{#users}} is never closed
//       <ul>{{#users}}
//           ^ write {{/users}} where it ends

/// A template that cannot be read or rendered.
///
/// Its description has three lines: file, line, column and reason; the line itself; a caret under the place, and what to
/// write instead.
public nonisolated struct TemplateError: Error, Equatable, CustomStringConvertible {
  public let file: String
  /// From 1 on.
  public let line: Int
  /// From 1 on, in characters.
  public let column: Int
  public let reason: String
  /// What to write instead.
  public let hint: String
  /// The line, or a piece of a long one.
  private let excerpt: String
  /// How many characters of it stand before the place.
  private let indent: Int

  /// An error at a place of a text.
  ///
  /// - Parameters:
  ///   - offset: how many bytes stand before the place.
  ///   - text: the template, in UTF-8.
  public init(file: String, text: [UInt8], offset: Int, reason: String, hint: String) {
    let offset = min(max(offset, 0), text.count)
    let before = text[..<offset]
    let start = before.lastIndex(of: newline).map { $0 + 1 } ?? 0
    let end = text[offset...].firstIndex(of: newline) ?? text.count
    self.file = file
    line = before.count { $0 == newline } + 1
    column = String(decoding: text[start..<offset], as: UTF8.self).count + 1
    // They may quote the template, which may have line breaks and very long names.
    self.reason = Self.printable(Array(reason.utf8.prefix(Self.maximumWords))[...])
    self.hint = Self.printable(Array(hint.utf8.prefix(Self.maximumWords))[...])
    // By bytes, as lines can be very long; the characters at the cuts may be broken, and are shown as such.
    let left = max(start, offset - Self.excerptBytes)
    let right = min(end, offset + Self.excerptBytes)
    let shownBefore = Self.printable(text[left..<offset])
    excerpt = shownBefore + Self.printable(text[offset..<right])
    indent = shownBefore.count
  }

  private static let excerptBytes = 80
  private static let maximumWords = 400

  /// One line's characters, each as wide as a space: tabs and other controls become spaces.
  private static func printable(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.map { $0 < 0x20 ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
  }

  public var description: String {
    """
    \(file):\(line):\(column): \(reason)
      \(excerpt)
      \(String(repeating: " ", count: indent))^ \(hint)
    """
  }
}

private nonisolated let newline = UInt8(ascii: "\n")
