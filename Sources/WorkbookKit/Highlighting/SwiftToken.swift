// What a Swift text is made of, as far as colours and a comparison word by word need to know.

/// A piece of a Swift text. All pieces one behind the other are the text again, to the byte.
struct SwiftToken: Equatable, Sendable {
  enum Kind: String, Sendable {
    /// Spaces, tabs and line ends.
    case space
    case comment
    /// A text between quotation marks, or a part of one between interpolations; a regular expression too.
    case text
    case number
    case keyword
    /// A name that begins with a capital.
    case type
    case identifier
    /// `@main`
    case attribute
    /// `#if`, `#expect`
    case directive
    case `operator`
    case punctuation
    /// What no Swift text holds outside of comments and texts.
    case unknown
  }

  var kind: Kind
  var text: String
}

/// The words that mean something by themselves.
enum SwiftWords {
  static let keywords: Set<String> = [
    "actor", "any", "as", "associatedtype", "async", "await", "borrowing", "break", "case", "catch",
    "class", "consume", "consuming", "continue", "default", "defer", "deinit", "do", "else", "enum",
    "extension", "fallthrough", "false", "fileprivate", "final", "for", "func", "guard", "if",
    "import", "in", "indirect", "init", "inout", "internal", "is", "isolated", "lazy", "let",
    "mutating", "nil", "nonisolated", "open", "operator", "override", "package", "precedencegroup",
    "private", "protocol", "public", "repeat", "rethrows", "return", "self", "Self", "sending",
    "some", "static", "struct", "subscript", "super", "switch", "throw", "throws", "true", "try",
    "typealias", "unowned", "var", "weak", "where", "while",
  ]

  /// Those that are a value by themselves.
  static let values: Set<String> = ["false", "nil", "self", "true"]
}
