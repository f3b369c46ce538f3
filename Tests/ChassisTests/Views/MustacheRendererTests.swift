// What a template shows for which values: tables by the sections of the specification.

import Testing

@testable import Chassis

@Suite struct MustacheRendererTests {
  private static let rahul: ViewValue = [
    "name": "Rahul", "age": 31, "isAdmin": true, "email": nil,
    "address": ["city": "Pune", "name": "home"], "tags": ["swift", "http"],
  ]

  @Test(arguments: [
    ("no tags { } }} at all", "no tags { } }} at all"), ("", ""),
    ("Hello, {{name}}!", "Hello, Rahul!"), ("{{ name }}", "Rahul"), ("{{\tname\n}}", "Rahul"),
    ("{{age}}", "31"), ("{{isAdmin}}", "true"), ("[{{email}}]", "[]"), ("[{{missing}}]", "[]"),
    ("{{address.city}}", "Pune"), ("[{{address.street}}]", "[]"), ("[{{name.first}}]", "[]"),
    ("[{{missing.name}}]", "[]"), ("{{name}}{{age}}", "Rahul31"),
    ("é {{name}} 🎉", "é Rahul 🎉"),
  ])
  func `interpolation: names and paths`(template: String, expected: String) {
    #expect(rendered(template, Self.rahul) == expected)
  }

  @Test(arguments: [
    ("{{it}}", "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;"),
    ("{{{it}}}", #"<a href="x" title='y'>&amp;"#), ("{{&it}}", #"<a href="x" title='y'>&amp;"#),
    ("{{& it }}", #"<a href="x" title='y'>&amp;"#),
    ("{{{ it }}}", #"<a href="x" title='y'>&amp;"#),
    ("{{#it}}{{.}}{{/it}}", "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;"),
  ])
  func `interpolation: escaped for HTML unless told otherwise`(template: String, expected: String) {
    #expect(rendered(template, ["it": #"<a href="x" title='y'>&amp;"#]) == expected)
  }

  @Test(arguments: [
    "{{template}}", "{{#x}}", "{{{raw}}}", "<script>alert(1)</script>", "\" onload=\"alert(1)",
    "' onload='alert(1)", "&lt;", "\u{0}\u{1}", "<\u{301}script>",
  ])
  func `interpolation: a value is never a template, a tag or an attribute`(value: String) {
    let text = rendered("<p title=\"{{it}}\">{{it}}</p>", ["it": .text(value)])
    let inside = text.utf8.dropFirst("<p title=\"".utf8.count).dropLast("</p>".utf8.count)
    #expect(!inside.contains(UInt8(ascii: "<")) && !inside.contains(UInt8(ascii: "'")))
    #expect(inside.count { $0 == UInt8(ascii: "\"") } == 1)
    #expect(text.contains("{{") == value.contains("{{"))
  }

  @Test(
    arguments: [
      (true, "yes"), (false, "no"), (nil, "no"), (0, "no"), (1, "yes"), (-1, "yes"), ("", "no"),
      ("0", "yes"), ("false", "yes"), (" ", "yes"), ([], "no"), ([0], "yes"), ([[]], "yes"),
      ([:], "yes"), (["a": nil], "yes"), (.number("0.5"), "yes"), (.number("NaN"), "no"),
    ] as [(ViewValue, String)])
  func `sections and inverted sections: what counts as there`(value: ViewValue, expected: String) {
    #expect(rendered("{{#it}}yes{{/it}}{{^it}}no{{/it}}", ["it": value]) == expected)
    #expect(rendered("{{#a.it}}yes{{/a.it}}{{^a.it}}no{{/a.it}}", ["a": ["it": value]]) == expected)
  }

  @Test(arguments: [
    ("{{#users}}{{name}},{{/users}}", "Rahul,Priya,"),
    ("{{#users}}{{site}}:{{name}} {{/users}}", "Notes:Rahul Notes:Priya "),
    ("{{#users}}{{#tags}}{{.}} of {{name}};{{/tags}}{{/users}}", "a of Rahul;b of Rahul;"),
    ("{{#users}}[{{title}}]{{/users}}", "[][Dr]"),
    ("{{#grid}}{{#.}}{{.}}{{/.}}/{{/grid}}", "12/34/"),
    ("{{#first.second}}{{third}}{{/first.second}}", "deep"),
    ("{{#site}}{{.}} {{name}}{{/site}}", "Notes outer"),
    ("{{#none}}{{#never}}x{{/never}}{{/none}}", ""),
    ("{{^none}}{{name}}{{/none}}", "outer"), ("{{^users}}none{{/users}}", ""),
    ("{{#on}}1{{#on}}2{{/on}}3{{/on}}", "123"),
  ])
  func `sections: lists, layers, and names further out`(template: String, expected: String) {
    let values: ViewValue = [
      "site": "Notes", "name": "outer", "title": "outer", "on": true,
      "users": [
        ["name": "Rahul", "title": nil, "tags": ["a", "b"]],
        ["name": "Priya", "title": "Dr", "tags": []],
      ],
      "grid": [[1, 2], [3, 4]], "first": ["second": ["third": "deep"]],
    ]
    #expect(rendered(template, values) == expected)
  }

  @Test func `the last layer is asked first`() {
    let layers: [ViewValue] = [["a": "app", "b": "app", "c": "app"], ["b": "answer"], ["c": nil]]
    #expect(withNotes("{{a}} {{b}} [{{c}}]", layers).text == "app answer []")
    #expect(withNotes("[{{a}}{{.}}]", []).text == "[]")
  }

  @Test(arguments: [
    "__proto__", "constructor", "toString", "hasOwnProperty", "self", "description",
  ])
  func `names with a power elsewhere have none here`(name: String) {
    #expect(rendered("[{{\(name)}}{{it.\(name)}}{{#\(name)}}x{{/\(name)}}]", ["it": [:]]) == "[]")
    #expect(rendered("{{\(name)}}", .fields([name: "plain"])) == "plain")
  }

  @Test(arguments: [
    ("{{>card}}", "<b>Rahul</b>"), ("{{> card }}", "<b>Rahul</b>"), ("[{{>none}}]", "[]"),
    ("{{#users}}{{>card}}{{/users}}", "<b>Priya</b><b>Ram</b>"),
    ("{{>outer}}", "(<b>Rahul</b>)"), ("{{>users/row}}", "row"),
    ("{{>tree}}", "Rahul<child<leaf<>>>"),
    ("{{=<% %>=}}<%>card%>", "<b>Rahul</b>"), ("{{>other}}{{name}}", "RahulRahul"),
  ])
  func `partials`(template: String, expected: String) {
    let values: ViewValue = [
      "name": "Rahul", "users": [["name": "Priya"], ["name": "Ram"]],
      "inner": [["name": "child", "inner": [["name": "leaf", "inner": []]]]],
    ]
    let partials = [
      "card": "<b>{{name}}</b>", "outer": "({{>card}})", "users/row": "row",
      "tree": "{{name}}<{{#inner}}{{>tree}}{{/inner}}>", "other": "{{=| |=}}|name|",
    ]
    #expect(rendered(template, values, partials) == expected)
  }

  @Test(arguments: [
    ("{{>*kind}}", "a picture"), ("{{> * kind }}", "a picture"), ("[{{>*missing}}]", "[]"),
    ("[{{>*unknown}}]", "[]"), ("[{{>*number}}]", "[]"), ("[{{>**kind}}]", "[]"),
    ("{{#items}}{{>*kind}},{{/items}}", "a picture,words,"), ("{{>*deep.kind}}", "words"),
    ("{{<*kind}}{{$what}}drawing{{/what}}{{/*kind}}", "a drawing"),
  ])
  func `dynamic names`(template: String, expected: String) {
    let values: ViewValue = [
      "kind": "image", "unknown": "nothing", "number": 1, "deep": ["kind": "text"],
      "items": [["kind": "image"], ["kind": "text"]],
    ]
    let partials = ["image": "a {{$what}}picture{{/what}}", "text": "words"]
    #expect(rendered(template, values, partials) == expected)
  }

  @Test(arguments: [
    ("{{$title}}Notes{{/title}}", "Notes"), ("{{<layout}}{{/layout}}", "<Notes|empty>"),
    ("{{<layout}}{{$title}}Users{{/title}}{{/layout}}", "<Users|empty>"),
    ("{{<layout}} lost {{$body}}{{name}}{{/body}} lost {{name}}{{/layout}}", "<Notes|Rahul>"),
    ("{{<layout}}{{$body}}1{{/body}}{{$body}}2{{/body}}{{/layout}}", "<Notes|2>"),
    ("{{<middle}}{{$title}}page{{/title}}{{/middle}}", "<page|middle>"),
    ("{{<middle}}{{/middle}}", "<of middle|middle>"), ("[{{<none}}{{$a}}x{{/a}}{{/none}}]", "[]"),
    ("{{<layout}}{{$body}}{{>layout}}{{/body}}{{/layout}}", "<Notes|<Notes|empty>>"),
    ("{{<layout}}{{$body}}a{{$body}}own{{/body}}b{{/body}}{{/layout}}", "<Notes|aownb>"),
    ("{{<list}}{{$row}}({{.}}){{/row}}{{/list}}", "(a)(b)"),
  ])
  func `inheritance`(template: String, expected: String) {
    let partials = [
      "layout": "<{{$title}}Notes{{/title}}|{{$body}}empty{{/body}}>",
      "middle": "{{<layout}}{{$title}}of middle{{/title}}{{$body}}middle{{/body}}{{/layout}}",
      "list": "{{#items}}{{$row}}{{/row}}{{/items}}",
    ]
    #expect(rendered(template, ["name": "Rahul", "items": ["a", "b"]], partials) == expected)
  }

  @Test func `what is likely not meant is noted`() {
    let (text, notes) = withNotes(
      "<h1>{{user}}</h1>\n{{tags}}{{>usre}}{{>*kind}}",
      [["user": ["name": "Rahul", "id": 1], "tags": ["a"], "kind": "none"]])
    #expect(text == "<h1></h1>\n")
    #expect(
      notes == [
        """
        page:1:5: this has fields, and so shows nothing
          <h1>{{user}}</h1>
              ^ name one of them: id, name
        """,
        """
        page:2:1: this is a list, and so shows nothing
          {{tags}}{{>usre}}{{>*kind}}
          ^ write {{#name}} {{.}} {{/name}}
        """,
        """
        page:2:9: there is no template "usre", and so nothing is shown
          {{tags}}{{>usre}}{{>*kind}}
                  ^ its name is that of its file, without the ending
        """,
      ])
  }

  @Test func `a place in a list is noted once`() {
    let many = ViewValue.list(Array(repeating: [:], count: 1_000))
    let (text, notes) = withNotes("{{#it}}{{.}}{{>none}}{{/it}}", [["it": many]])
    #expect(text.isEmpty && notes.count == 2)
  }
}
