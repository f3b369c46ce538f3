// Which lines vanish, and how partials and blocks are indented: whole texts, as an editor would show them.

import Testing

@testable import Chassis

@Suite struct MustacheLinesTests {
  @Test(arguments: [
    ("a\n{{#on}}\nb\n{{/on}}\nc\n", "a\nb\nc\n"),
    ("a\r\n{{#on}}\r\nb\r\n{{/on}}\r\nc", "a\r\nb\r\nc"),
    ("  {{#on}}  \n  b\n  {{/on}}\t\nc", "  b\nc"), ("{{#on}}\n{{/on}}", ""),
    ("{{! a remark }}\nb", "b"), ("a\n  {{! two\n  lines }}\nb", "a\nb"),
    ("{{=<% %>=}}\n<%name%>", "Rahul"), ("{{name}}\n{{name}}\n", "Rahul\nRahul\n"),
    ("  {{name}}\n", "  Rahul\n"), ("{{#on}}b{{/on}}\n", "b\n"), ("a {{! x }} b\n", "a  b\n"),
    ("{{^on}}\nx\n{{/on}}\n", ""), ("{{#on}}{{#on}}\nx\n{{/on}}{{/on}}\ny", "x\ny"),
    ("a\n\n{{#on}}\n\n{{/on}}\n\nb", "a\n\n\n\nb"), ("{{missing}}\n", "\n"), ("\n \n", "\n \n"),
    ("x {{#on}}\n y\n{{/on}} z\n", "x \n y\n z\n"), ("{{$t}}x{{/t}}\n", "x\n"),
    ("{{$t}}{{/t}}\n", "\n"), ("{{$t}}\n  x\n{{/t}}\ny", "  x\ny"),
  ])
  func `lines that hold only silent tags leave nothing`(template: String, expected: String) {
    #expect(rendered(template, ["on": true, "name": "Rahul"]) == expected)
  }

  @Test(arguments: [
    ("<ul>\n  {{>row}}\n</ul>", "<ul>\n  <li>\n    Rahul\n  </li>\n</ul>"),
    ("  {{>two}}\n.", "  1\n\n  2\n."), ("> {{>two}}\n", "> 1\n\n2\n\n"),
    ("\t{{>text}}", "\ta\nb\n"),
    ("  {{>outer}}\n", "  <\n    1\n\n    2\n  >\n"), ("  {{>name}}\n", "  Rahul!\n"),
    ("{{#on}}{{>two}}{{/on}}\n", "1\n\n2\n\n"),
  ])
  func `a partial alone on its line is indented as it is`(template: String, expected: String) {
    let partials = [
      "row": "<li>\n  {{name}}\n</li>\n", "two": "1\n\n2\n", "text": "{{{lines}}}\n",
      "outer": "<\n  {{>two}}\n>\n", "name": "{{name}}!\n",
    ]
    let values: ViewValue = ["name": "Rahul", "lines": "a\nb", "on": true]
    #expect(rendered(template, values, partials) == expected)
  }

  private static let layout = """
    <html>
      <title>{{$title}}Notes{{/title}}</title>
      <main>
        {{$content}}
        <p>nothing here</p>
        {{/content}}
      </main>
    </html>

    """

  @Test func `a page in its layout`() {
    let page = """
      {{<layout}}
      {{$title}}Users of {{site}}{{/title}}
      {{$content}}
        <ul>
          {{#users}}
          <li>{{.}}</li>
          {{/users}}
        </ul>
      {{/content}}
      {{/layout}}

      """
    let values: ViewValue = ["site": "Notes & Co", "users": ["Rahul", "<Priya>"]]
    #expect(
      rendered(page, values, ["layout": Self.layout]) == """
        <html>
          <title>Users of Notes &amp; Co</title>
          <main>
            <ul>
              <li>Rahul</li>
              <li>&lt;Priya&gt;</li>
            </ul>
          </main>
        </html>

        """)
  }

  @Test func `a layout without a page keeps its own lines as they are`() {
    #expect(
      rendered("{{>layout}}", [:], ["layout": Self.layout]) == """
        <html>
          <title>Notes</title>
          <main>
            <p>nothing here</p>
          </main>
        </html>

        """)
  }

  @Test(arguments: [
    ("{{$b}}\n    one\n      two\n\n    three\n{{/b}}", "a\n  one\n    two\n\n  three\nz"),
    ("{{$b}}\n{{#on}}\none\n{{/on}}\n{{/b}}", "a\n  one\nz"),
    ("{{$b}}\n  {{>two}}\n{{/b}}", "a\n  1\n  2\nz"),
    ("{{$b}}one\ntwo\n{{/b}}", "a\n  one\n  two\nz"),
    ("{{$b}}\n\tone\n  two\n{{/b}}", "a\n  \tone\n    two\nz"), ("{{$b}}\n{{/b}}", "a\nz"),
    ("{{$b}}{{/b}}", "a\nz"),
    ("{{$b}}\n  <{{name}}\n  {{name}}>\n{{/b}}", "a\n  <Rahul\n  Rahul>\nz"),
  ])
  func `what replaces a block takes its indentation`(block: String, expected: String) {
    let partials = ["site": "a\n  {{$b}}\n  {{/b}}\nz", "two": "1\n2\n"]
    let text = rendered(
      "{{<site}}\(block){{/site}}", ["on": true, "name": "Rahul"], partials)
    #expect(text == expected)
  }
}
