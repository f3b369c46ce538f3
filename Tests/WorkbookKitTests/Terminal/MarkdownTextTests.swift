import Testing

@testable import WorkbookKit

struct MarkdownTextTests {
  private func plain(_ text: String, width: Int = 40) -> String {
    MarkdownText(style: Style(isColoured: false), width: width).render(text)
  }

  @Test(arguments: [
    ("# Title\n\nText.", "Title\n\nText."),
    ("A *word*, a **term** and `code`.", "A word, a term and `code`."),
    ("```swift\nlet a = `b`\n```", "    let a = `b`"),
    (
      "- one two three four five six seven eight nine",
      "- one two three four five six seven\n  eight nine"
    ),
    ("<details><summary>Why?</summary>\n\nBecause.\n\n</details>", "Why?\n\nBecause.\n"),
    ("[lesson 02](../02-methods/README.md)", "lesson 02"),
    ("a &lt;b&gt;", "a <b>"),
    ("One line\nand the next.", "One line and the next."),
    (
      "- an item that goes on\n  in the next line\n- another",
      "- an item that goes on in the next\n  line\n- another"
    ),
    (
      "1. one two three four five six seven eight", "1. one two three four five six seven\n   eight"
    ),
    ("of the `let b = c` and `d e f` here now", "of the `let b = c` and `d e f` here now"),
    (
      "it is all about this one text: `let b = c + d`",
      "it is all about this one text:\n`let b = c + d`"
    ),
    (
      "| a | b |\n|---|---|\n| `one` | two three four five six seven eight nine |",
      "a      b\n`one`  two three four five six seven\n       eight nine"
    ),
    (
      "| sign | meaning |\n|---|---|\n| `.` | any [letter](a.md) |\n| `a b` | both |",
      "sign   meaning\n`.`    any letter\n`a b`  both"
    ),
  ]) func isReadableInATerminal(_ text: String, _ expected: String) {
    #expect(plain(text) == expected)
  }

  @Test func coloursStandOut() {
    let text = MarkdownText(style: Style(isColoured: true), width: 40).render("# A\nuse `b`")
    #expect(text == "\u{1B}[1mA\u{1B}[0m\nuse \u{1B}[36mb\u{1B}[0m")
    let linked = MarkdownText(style: Style(isColoured: true), width: 40).render("`b`, [c](d)")
    #expect(linked == "\u{1B}[36mb\u{1B}[0m, c")
    let table = MarkdownText(style: Style(isColoured: true), width: 40)
      .render("| a | b |\n|---|---|\n| `one` | two |\n| three | four |")
    #expect(table == "a      b\n\u{1B}[36mone\u{1B}[0m    two\nthree  four")
  }

  @Test(arguments: [
    ("abc", 3), ("", 0), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("👍", 2), ("a\u{7F}", 1),
  ]) func widthIsThatOnTheScreen(_ text: String, _ width: Int) {
    #expect(text.displayWidth == width)
    #expect(text.padded(to: 6).displayWidth == 6)
  }

  @Test func textIsBrokenAtItsWidth() {
    #expect("one two three".wrapped(to: 7) == "one two\nthree")
    #expect("one two three".wrapped(to: 9, indent: "  ") == "one two\n  three")
    #expect("abcdef".pieces(of: 4) == ["abcd", "ef"])
    #expect("日本語".pieces(of: 4) == ["日本", "語"])
  }
}
