// Takes a Swift text apart into tokens. It reads once, from the first byte to the last, never goes back, and takes
// anything: what is not closed ends with its line or with the text, and what is no Swift is `unknown`.
//
// A text can hold code and that code texts again, to any depth: `"a \(b("c \(d)")) e"`. What is open stands on a stack,
// so that no depth is too much.

/// Reads the tokens of a Swift text.
///
/// ```swift
/// SwiftTokenizer.tokens(of: "let a = 1").map(\.kind)  // [.keyword, .space, .identifier, .space, .operator, …]
/// ```
struct SwiftTokenizer {
  /// A text that is open: how it begins and ends.
  struct Delimiter {
    /// `#"…"#`
    var hashes: Int
    /// `"""`
    var isMultiline: Bool
  }

  /// What is open around the place.
  enum Context {
    case text(Delimiter)
    /// Code within `\(…)`, and how many parentheses are open in it.
    case interpolation(parentheses: Int)
  }

  let bytes: [UInt8]
  var position = 0
  private(set) var tokens: [SwiftToken] = []
  private(set) var open: [Context] = []
  /// Where in `open` the outermost text stands that ends with its line.
  private var outermostLine: Int?
  /// The last token that is neither space nor comment.
  private(set) var previous: SwiftToken?
  /// Up to where no regular expression is looked for any more: the end of a line on which none is closed.
  var noExpressionBefore = 0

  static func tokens(of text: String) -> [SwiftToken] {
    var tokenizer = SwiftTokenizer(bytes: Array(text.utf8))
    return tokenizer.run()
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func run() -> [SwiftToken] {
    while position < bytes.count {
      if case .text(let delimiter)? = open.last { readText(delimiter) } else { readCode() }
    }
    return tokens
  }

  // MARK: What the readers stand on

  /// The byte so far behind the place; nil behind the end.
  func peek(_ offset: Int = 0) -> UInt8? {
    position + offset < bytes.count ? bytes[position + offset] : nil
  }

  func has(_ text: StaticString, at offset: Int = 0) -> Bool {
    let place = position + offset
    guard place + text.utf8CodeUnitCount <= bytes.count else { return false }
    return (0..<text.utf8CodeUnitCount).allSatisfy { bytes[place + $0] == text.utf8Start[$0] }
  }

  /// Goes on as long as bytes are of a sort.
  mutating func skip(while isWanted: (UInt8) -> Bool) {
    while position < bytes.count, isWanted(bytes[position]) { position += 1 }
  }

  mutating func emit(_ kind: SwiftToken.Kind, from start: Int) {
    guard position > start else { return }
    let token = SwiftToken(kind: kind, text: text(from: start))
    tokens.append(token)
    if kind != .space, kind != .comment { previous = token }
  }

  private func text(from start: Int) -> String {
    String(decoding: bytes[start..<position], as: UTF8.self)
  }

  mutating func push(_ context: Context) {
    if case .text(let delimiter) = context, !delimiter.isMultiline, outermostLine == nil {
      outermostLine = open.count
    }
    open.append(context)
  }

  mutating func pop() {
    open.removeLast()
    if outermostLine == open.count { outermostLine = nil }
  }

  /// At a line's end: texts that end with it are closed, and so is the code within them.
  private mutating func closeLine() {
    guard let outermostLine else { return }
    open.removeSubrange(outermostLine...)
    self.outermostLine = nil
  }

  // MARK: Code

  private mutating func readCode() {
    let start = position
    let byte = bytes[position]
    switch byte {
    case UInt8(ascii: "\n"):
      position += 1
      emit(.space, from: start)
      closeLine()
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
      skip { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") }
      emit(.space, from: start)
    case UInt8(ascii: "/"): readSlash()
    case UInt8(ascii: "\""): readQuote(hashes: 0)
    case UInt8(ascii: "#"): readHash()
    case UInt8(ascii: "0")...UInt8(ascii: "9"): readNumber()
    case UInt8(ascii: "@"):
      position += 1
      skip { $0.isNamePart }
      emit(.attribute, from: start)
    case UInt8(ascii: "`"):
      position += 1
      skip { $0.isNamePart }
      if peek() == UInt8(ascii: "`") { position += 1 }
      emit(.identifier, from: start)
    case _ where byte.isNamePart: readName()
    case _ where byte.isOperator: readOperator()
    case _ where "(){}[],;:.\\".utf8.contains(byte): readPunctuation(byte)
    default:
      position += 1
      emit(.unknown, from: start)
    }
  }

  private mutating func readName() {
    let start = position
    skip { $0.isNamePart }
    let name = text(from: start)
    let isMember = previous?.text == "."
    let isLabel = peek() == UInt8(ascii: ":") && !isKeywordBeforeColon(name)
    if SwiftWords.keywords.contains(name), !isLabel, !isMember || name == "self" {
      emit(.keyword, from: start)
    } else {
      emit(name.first?.isUppercase == true ? .type : .identifier, from: start)
    }
  }

  /// `default:` ends a case's head, and `[true: 1]` has values; any other keyword before a colon is an argument's name.
  private func isKeywordBeforeColon(_ name: String) -> Bool {
    let isArgument = previous?.text == "(" || previous?.text == ","
    return name == "default" ? !isArgument : SwiftWords.values.contains(name)
  }

  /// `1_000`, `0xFF`, `1.5e-3`
  private mutating func readNumber() {
    let start = position
    skip { $0.isNamePart }
    if peek() == UInt8(ascii: "."), peek(1)?.isDigit == true {
      position += 1
      skip { $0.isNamePart }
    }
    let isHexadecimal =
      bytes[start] == UInt8(ascii: "0") && start + 1 < bytes.count
      && bytes[start + 1] == UInt8(ascii: "x")
    let exponent = isHexadecimal ? UInt8(ascii: "p") : UInt8(ascii: "e")
    if bytes[position - 1] | 0x20 == exponent, has("+") || has("-"), peek(1)?.isDigit == true {
      position += 1
      skip { $0.isNamePart }
    }
    emit(.number, from: start)
  }

  private mutating func readOperator() {
    let start = position
    while let byte = peek(), byte.isOperator, position == start || !(has("//") || has("/*")) {
      position += 1
    }
    emit(.operator, from: start)
  }

  /// Parentheses are counted where code stands in a text: the one that closes the code belongs to the text again.
  private mutating func readPunctuation(_ byte: UInt8) {
    let start = position
    position += 1
    guard case .interpolation(let parentheses)? = open.last else {
      return emit(.punctuation, from: start)
    }
    if byte == UInt8(ascii: ")"), parentheses == 0 {
      pop()
      return emit(.text, from: start)
    }
    let change = byte == UInt8(ascii: "(") ? 1 : byte == UInt8(ascii: ")") ? -1 : 0
    open[open.count - 1] = .interpolation(parentheses: parentheses + change)
    emit(.punctuation, from: start)
  }

  // MARK: Comments

  /// A comment, a regular expression or an operator.
  private mutating func readSlash() {
    let start = position
    if has("//") {
      skip { $0 != UInt8(ascii: "\n") }
      emit(.comment, from: start)
    } else if has("/*") {
      readBlockComment()
    } else if !readExpression() {
      readOperator()
    }
  }

  /// `/* … /* … */ … */`: comments stand in comments.
  private mutating func readBlockComment() {
    let start = position
    var depth = 0
    repeat {
      if has("/*") {
        depth += 1
        position += 2
      } else if has("*/") {
        depth -= 1
        position += 2
      } else {
        position += 1
      }
    } while depth > 0 && position < bytes.count
    emit(.comment, from: start)
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= self }

  /// Letters, digits, `_`, `$`, and everything that is not ASCII.
  var isNamePart: Bool {
    let letter = self | 0x20
    return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z") || isDigit
      || self == UInt8(ascii: "_") || self == UInt8(ascii: "$") || self >= 0x80
  }

  fileprivate var isOperator: Bool { "=-+!*%<>&|^~?/".utf8.contains(self) }
}
