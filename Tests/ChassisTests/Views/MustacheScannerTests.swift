// Delimiters and remarks, and every text that is no template: its place, and what to write instead, word for word.

import Testing

@testable import Chassis

@Suite struct MustacheScannerTests {
  @Test(arguments: [
    ("{{=<% %>=}}<%name%> {{name}}", "Rahul {{name}}"),
    ("{{=| |=}}|name||={{ }}=|{{name}}", "RahulRahul"),
    ("{{= [ ]  =}}[name] [&name] {[name]}", "Rahul Rahul {Rahul}"),
    ("{{=<% %>=}}<%{name}%> <% # name %><%.%><%/name%>", "Rahul Rahul"),
    ("{{=🎉 ✨=}}🎉name✨", "Rahul"), ("{{={{ }}=}}{{name}}", "Rahul"),
    ("{{=(( ))=}}((#list))((.))((/list))", "12"),
  ])
  func `delimiters`(template: String, expected: String) {
    #expect(rendered(template, ["name": "Rahul", "list": [1, 2]]) == expected)
  }

  @Test(arguments: [
    ("a{{! remark }}b", "ab"), ("a{{!}}b", "ab"), ("a{{! {{name }}b", "ab"), ("a{{!\n\n}}b", "ab"),
    ("a{{ ! spaced }}b", "ab"), ("{{!=x=}}{{name}}", "Rahul"),
  ])
  func `remarks`(template: String, expected: String) {
    #expect(rendered(template, ["name": "Rahul"]) == expected)
  }

  @Test(arguments: [
    ("a {{name", "1:3: this tag never ends", "a {{name", "  ^ write }} behind the name"),
    (
      "{{name} and {{age}}", "1:1: this tag never ends", "{{name} and {{age}}",
      "^ write }} behind the name"
    ),
    ("{{{name}}", "1:1: this tag never ends", "{{{name}}", "^ write }}} behind the name"),
    ("{{=<% %>=}}\n<%name", "2:1: this tag never ends", "<%name", "^ write %> behind the name"),
    ("{{! never", "1:1: this tag never ends", "{{! never", "^ write }} behind the name"),
    ("{{}}", "1:1: a name is missing", "{{}}", "^ write one, as in {{name}}"),
    ("{{# }}", "1:1: a name is missing", "{{# }}", "^ write one, as in {{name}}"),
    ("{{>*}}", "1:1: a name is missing", "{{>*}}", "^ write one, as in {{name}}"),
    (
      "{{first name}}", "1:1: \"first name\" is no name: names have no spaces", "{{first name}}",
      "^ did you mean \"first\"?"
    ),
    (
      "{{.name}}", "1:1: \".name\" is no name: dots stand between names", "{{.name}}",
      "^ did you mean \"name\"?"
    ),
    (
      "{{#a..b}}", "1:1: \"a..b\" is no name: dots stand between names", "{{#a..b}}",
      "^ did you mean \"a.b\"?"
    ),
    (
      "{{..}}", "1:1: \"..\" is no name: dots stand between names", "{{..}}",
      "^ write \".\" for the value itself"
    ),
    (
      "{{#if user}}x{{/if}}", "1:1: Mustache has no \"if\"", "{{#if user}}x{{/if}}",
      "^ write {{#user}} … {{/user}}"
    ),
    (
      "{{#each users}}", "1:1: Mustache has no \"each\"", "{{#each users}}",
      "^ write {{#users}} … {{/users}}"
    ),
    (
      "{{#unless user}}", "1:1: Mustache has no \"unless\"", "{{#unless user}}",
      "^ write {{^user}} … {{/user}}"
    ),
    (
      "{{=<%=}}", "1:1: these are no delimiters", "{{=<%=}}",
      "^ write two, with a space between them and without \"=\": {{=<% %>=}}"
    ),
    (
      "{{=== ===}}", "1:1: these are no delimiters", "{{=== ===}}",
      "^ write two, with a space between them and without \"=\": {{=<% %>=}}"
    ),
    (
      "{{=aaaaaaaaaaaaaaaaa b=}}", "1:1: a delimiter is longer than 16 bytes",
      "{{=aaaaaaaaaaaaaaaaa b=}}", "^ write shorter ones"
    ),
    (
      "<ul>\n\t{{#users}}\n</ul>", "2:2: {{#users}} is never closed", " {{#users}}",
      " ^ write {{/users}} where it ends"
    ),
    (
      "é🎉{{# a }}", "1:3: {{# a }} is never closed", "é🎉{{# a }}",
      "  ^ write {{/ a }} where it ends"
    ),
    ("{{$a}}", "1:1: {{$a}} is never closed", "{{$a}}", "^ write {{/a}} where it ends"),
    ("{{<a}}", "1:1: {{<a}} is never closed", "{{<a}}", "^ write {{/a}} where it ends"),
    (
      "x{{/users}}", "1:2: {{/users}} closes nothing", "x{{/users}}",
      " ^ remove it, or open it where it begins"
    ),
    (
      "\n{{#a}}\n{{^b}}{{/a}}", "3:7: {{/a}} stands where {{/b}} is due", "{{^b}}{{/a}}",
      "      ^ {{^b}} was opened in line 3"
    ),
  ])
  func `refused with file, line, column and a hint`(
    template: String, reason: String, line: String, hint: String
  ) {
    #expect(rendered(template) == "page:\(reason)\n  \(line)\n  \(hint)")
  }

  @Test func `of a long line a piece is shown`() {
    let long = String(repeating: "x", count: 5_000)
    let error = #expect(throws: TemplateError.self) {
      try Mustache().parse("a\n\(long){{}}\(long)", file: "long")
    }
    #expect(error?.line == 2 && error?.column == 5_001)
    let before = String(repeating: "x", count: 80)
    #expect(
      error?.description == """
        long:2:5001: a name is missing
          \(before){{}}\(before.dropLast(4))
          \(before.map { _ in " " }.joined())^ write one, as in {{name}}
        """)
  }

  @Test func `what is quoted stays on its line`() {
    #expect(
      rendered("{{#\n a\n}}") == """
        page:1:1: {{#  a }} is never closed
          {{#
          ^ write {{/  a }} where it ends
        """)
    let long = String(repeating: "x", count: 5_000)
    #expect(rendered("{{/\(long)}}").utf8.count < 1_000)
  }

  @Test func `cut anywhere, a template is read or refused`() {
    let text = "é{{=<% %>=}}<%#a%>\r\n <%{b}%><%>*c%>\n<%<d%><%$e%>x<%/e%><%/d%><%/a%><%! f %>"
    let bytes = Array(text.utf8)
    for end in 0...bytes.count {
      let cut = String(decoding: bytes[..<end], as: UTF8.self)
      do { _ = try Mustache().parse(cut, file: "cut") } catch {
        #expect(error is TemplateError)
        #expect(end < bytes.count)
      }
    }
  }
}
