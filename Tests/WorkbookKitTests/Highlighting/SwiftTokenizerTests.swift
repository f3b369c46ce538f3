// The tokenizer as a table: a letter for each token's kind.

import Testing

@testable import WorkbookKit

struct SwiftTokenizerTests {
  /// The tokens without spaces: `keyword:let identifier:a`.
  private func shown(_ text: String) -> String {
    SwiftTokenizer.tokens(of: text).filter { $0.kind != .space }
      .map { "\($0.kind.rawValue)⟨\($0.text)⟩" }.joined(separator: " ")
  }

  @Test(
    arguments: [
      Row("", ""),
      Row("let a = 1", "keyword⟨let⟩ identifier⟨a⟩ operator⟨=⟩ number⟨1⟩"),
      Row(
        "a.b?.c",
        "identifier⟨a⟩ punctuation⟨.⟩ identifier⟨b⟩ operator⟨?⟩ punctuation⟨.⟩ identifier⟨c⟩"),
      Row("größe ≥ $0", "identifier⟨größe⟩ identifier⟨≥⟩ identifier⟨$0⟩"),
      // Keywords, and what only looks like one
      Row("User Self _a", "type⟨User⟩ keyword⟨Self⟩ identifier⟨_a⟩"),
      Row(".default", "punctuation⟨.⟩ identifier⟨default⟩"),
      Row("default:", "keyword⟨default⟩ punctuation⟨:⟩"),
      Row("(default: 1", "punctuation⟨(⟩ identifier⟨default⟩ punctuation⟨:⟩ number⟨1⟩"),
      Row("[true: nil", "punctuation⟨[⟩ keyword⟨true⟩ punctuation⟨:⟩ keyword⟨nil⟩"),
      Row(
        "log(for: a)",
        "identifier⟨log⟩ punctuation⟨(⟩ identifier⟨for⟩ punctuation⟨:⟩ identifier⟨a⟩ punctuation⟨)⟩"
      ),
      Row("`case` x", "identifier⟨`case`⟩ identifier⟨x⟩"),
      Row("`open", "identifier⟨`open⟩"),
      Row("A.self", "type⟨A⟩ punctuation⟨.⟩ keyword⟨self⟩"),
      Row("@main @", "attribute⟨@main⟩ attribute⟨@⟩"),
      Row("#if DEBUG", "directive⟨#if⟩ type⟨DEBUG⟩"),
      Row("#expect(a)", "directive⟨#expect⟩ punctuation⟨(⟩ identifier⟨a⟩ punctuation⟨)⟩"),
      // Numbers
      Row(
        "1_000 0xFF 0b01 1.5e-3 0x1p-3",
        "number⟨1_000⟩ number⟨0xFF⟩ number⟨0b01⟩ number⟨1.5e-3⟩ number⟨0x1p-3⟩"),
      Row(
        "1.max 0xe+1", "number⟨1⟩ punctuation⟨.⟩ identifier⟨max⟩ number⟨0xe⟩ operator⟨+⟩ number⟨1⟩"),
      Row("0...9", "number⟨0⟩ punctuation⟨.⟩ punctuation⟨.⟩ punctuation⟨.⟩ number⟨9⟩"),
      // Comments
      Row("a // b\nc", "identifier⟨a⟩ comment⟨// b⟩ identifier⟨c⟩"),
      Row("/* a /* b */ c */ d", "comment⟨/* a /* b */ c */⟩ identifier⟨d⟩"),
      Row("/* a /* b */ c", "comment⟨/* a /* b */ c⟩"),
      Row("/*/", "comment⟨/*/⟩"),
      Row("a+//b", "identifier⟨a⟩ operator⟨+⟩ comment⟨//b⟩"),
      Row("a+/*b*/c", "identifier⟨a⟩ operator⟨+⟩ comment⟨/*b*/⟩ identifier⟨c⟩"),
      // Texts
      Row(#""a // b""#, #"text⟨"⟩ text⟨a // b"⟩"#),
      Row(#""a\"b" c"#, #"text⟨"⟩ text⟨a\"b"⟩ identifier⟨c⟩"#),
      Row("\"a\nb", "text⟨\"⟩ text⟨a⟩ identifier⟨b⟩"),
      Row("\"a\\\nb", "text⟨\"⟩ text⟨a\\⟩ identifier⟨b⟩"),
      Row(#""a\(b)c""#, #"text⟨"⟩ text⟨a\(⟩ identifier⟨b⟩ text⟨)⟩ text⟨c"⟩"#),
      Row(
        #""\(a(b))""#,
        #"text⟨"⟩ text⟨\(⟩ identifier⟨a⟩ punctuation⟨(⟩ identifier⟨b⟩ punctuation⟨)⟩ text⟨)⟩ text⟨"⟩"#
      ),
      Row(
        #""a\("b\(c)")d" e"#,
        #"text⟨"⟩ text⟨a\(⟩ text⟨"⟩ text⟨b\(⟩ identifier⟨c⟩ text⟨)⟩ text⟨"⟩ text⟨)⟩ text⟨d"⟩ identifier⟨e⟩"#
      ),
      Row("\"\\(a\nb", "text⟨\"⟩ text⟨\\(⟩ identifier⟨a⟩ identifier⟨b⟩"),
      Row(##"#"a"b\(c)"# d"##, ##"text⟨#"⟩ text⟨a"b\(c)"#⟩ identifier⟨d⟩"##),
      Row(##"#"a\#(b)"#"##, ##"text⟨#"⟩ text⟨a\#(⟩ identifier⟨b⟩ text⟨)⟩ text⟨"#⟩"##),
      Row("\"\"\"\na \"b\"\n\"\"\" c", "text⟨\"\"\"⟩ text⟨\na \"b\"\n\"\"\"⟩ identifier⟨c⟩"),
      Row("\"\"\"\na", "text⟨\"\"\"⟩ text⟨\na⟩"),
      Row(
        "\"\"\"\n\\(\"a\nb)\"\"\"",
        "text⟨\"\"\"⟩ text⟨\n\\(⟩ text⟨\"⟩ text⟨a⟩ identifier⟨b⟩ text⟨)⟩ text⟨\"\"\"⟩"),
      // Regular expressions, and divisions
      Row(#"= /a"b/ c"#, #"operator⟨=⟩ text⟨/a"b/⟩ identifier⟨c⟩"#),
      Row(#"(/a\/b/)"#, #"punctuation⟨(⟩ text⟨/a\/b/⟩ punctuation⟨)⟩"#),
      Row("a / b / c", "identifier⟨a⟩ operator⟨/⟩ identifier⟨b⟩ operator⟨/⟩ identifier⟨c⟩"),
      Row("a /b/ c", "identifier⟨a⟩ operator⟨/⟩ identifier⟨b⟩ operator⟨/⟩ identifier⟨c⟩"),
      Row("= /a\nb/", "operator⟨=⟩ operator⟨/⟩ identifier⟨a⟩ identifier⟨b⟩ operator⟨/⟩"),
      Row("#/a/b/# c", "text⟨#/a/b/#⟩ identifier⟨c⟩"),
      Row("#/a", "directive⟨#⟩ operator⟨/⟩ identifier⟨a⟩"),
      // What is no Swift
      Row("\0\u{1B}", "unknown⟨\0⟩ unknown⟨\u{1B}⟩"),
    ]) func tellsTokensApart(_ row: Row<String>)
  {
    #expect(shown(row.text) == row.expected)
  }

  /// All tokens together are the text, and each holds something, wherever the text begins and ends.
  @Test func nothingIsLostAndNothingHangs() {
    let hard = Array(
      ##"""
      @main /* a /* b */ "c" */ let x = #"d\#(e("f\(g)"))"# + "h\(i" // j
      """ \("k
      l) /m\/n/ ##/o/## `p` 0x1.8p-3 é\ 🙂 \( ) " """ #if #"""
      """##.utf8)
    for place in hard.indices {
      for piece in [hard[..<place], hard[place...]] {
        let text = String(decoding: piece, as: UTF8.self)
        let tokens = SwiftTokenizer.tokens(of: text)
        #expect(Array(tokens.map(\.text).joined().utf8) == Array(text.utf8))
        #expect(!tokens.contains { $0.text.isEmpty })
      }
    }
  }

  /// What opens again and again, and is never closed, costs time in proportion to its length.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "\"\\(", "\"\"\"\n\\(", "/*", "= /a[", "##/ ", "\"", "#\"", "\"\"\"\n\\(\"\n", "\\#", "`",
      "(", "\n",
    ]) func hostileTextsTakeNoLonger(_ piece: String)
  {
    let text = String(repeating: piece, count: 30_000)
    let length = SwiftTokenizer.tokens(of: text).reduce(0) { $0 + $1.text.utf8.count }
    #expect(length == text.utf8.count)
  }
}
