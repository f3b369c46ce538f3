// What stands on a page as text, is text to a browser.

import Testing

@testable import WorkbookKit

@Suite struct HTMLTextTests {
  @Test(arguments: [
    ("", ""), ("Rahul", "Rahul"), ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
    ("\"'", "&quot;&#x27;"), ("&lt;", "&amp;lt;"),
    // One character to Swift, two to a browser.
    ("<\u{301}script>", "&lt;\u{301}script&gt;"), ("\"\u{301} onclick=", "&quot;\u{301} onclick="),
  ]) func escapes(_ text: String, _ escaped: String) {
    #expect(HTMLText.escaped(text) == escaped)
  }
}
