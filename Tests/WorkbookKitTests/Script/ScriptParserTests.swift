// The parser of scripts, its good side: what is written becomes these values. Assertions have a file of their own, and so
// has everything that is refused.

import Testing

@testable import WorkbookKit

struct ScriptParserTests {
  private static let url = Template("http://localhost/")

  @Test func anEmptyScriptHasNoRequests() throws {
    #expect(try Script.parse("", file: "users.hurl") == Script(file: "users.hurl", entries: []))
    #expect(try Script.parse("\n# Only words.\n\n", file: "users.hurl").entries == [])
  }

  // MARK: Requests

  static let requests: [Row<RequestSpec>] = [
    Row("GET http://localhost/", RequestSpec(method: "GET", url: url, position: at(1))),
    Row(
      "  PATCH \t http://localhost/  # behind it",
      RequestSpec(method: "PATCH", url: url, position: at(1, 3))),
    Row(
      "M-SEARCH http://localhost/\r\n", RequestSpec(method: "M-SEARCH", url: url, position: at(1))),
    Row(
      """
      GET http://localhost/
      # A comment between.
      Accept: text/html

      X-Empty:
      X-Colour : \\#ff0000 # red
      X-Time: 10:30
      """,
      RequestSpec(
        method: "GET", url: url,
        headers: [
          pair("Accept", "text/html", at(3)), pair("X-Empty", "", at(5)),
          pair("X-Colour", "#ff0000", at(6)),
          pair("X-Time", "10:30", at(7)),
        ], position: at(1))),
    Row(
      """
      GET http://localhost/
      [Query]
      role: admin
      role: author
      [Cookies]
      session: abc
      [BasicAuth]
      rahul: secret word
      """,
      RequestSpec(
        method: "GET", url: url,
        query: [pair("role", "admin", at(3)), pair("role", "author", at(4))],
        cookies: [pair("session", "abc", at(6))], basicAuth: pair("rahul", "secret word", at(8)),
        position: at(1))),
    Row(
      "POST http://localhost/\n[QueryStringParams]\npage: 2\n[FormParams]\nname: Priya",
      RequestSpec(
        method: "POST", url: url, query: [pair("page", "2", at(3))],
        form: [pair("name", "Priya", at(5))],
        position: at(1))),
    Row(
      "POST http://localhost/\n[Form]\nuser[name]: Rahul & Priya",
      RequestSpec(
        method: "POST", url: url, form: [pair("user[name]", "Rahul & Priya", at(3))],
        position: at(1))),
  ]

  @Test(arguments: requests) func aRequestIsRead(_ row: Row<RequestSpec>) throws {
    #expect(try onlyEntry(row.text) == Entry(request: row.expected))
  }

  // MARK: Options

  static let options: [Row<Options>] = [
    Row("retry: 3\nretry-interval: 500", Options(retry: 3, retryInterval: 500)),
    Row("retry-interval: 20ms", Options(retryInterval: 20)),
    Row("retry-interval: 2s", Options(retryInterval: 2_000)),
    Row("location: true\nmax-redirs: 2", Options(location: true, maxRedirects: 2)),
    Row("skip: true # for now", Options(skip: true)),
    Row("http1.0: true", Options(http10: true)),
    Row(
      "variable: name=Rahul Sharma\nvariable: note=\"a # b\"",
      Options(variables: [
        ("name", .text(Template("Rahul Sharma"))), ("note", .text(Template("a # b"))),
      ])),
    Row(
      "variable: id=7\nvariable: price=1.5\nvariable: open=true\nvariable: none=null\nvariable: digits=\"7\"",
      Options(variables: [
        ("id", .integer(7)), ("price", .float(1.5)), ("open", .bool(true)), ("none", .null),
        ("digits", .text(Template("7"))),
      ])),
  ]

  @Test(arguments: options) func optionsAreRead(_ row: Row<Options>) throws {
    #expect(
      try onlyEntry("GET http://localhost/\n[Options]\n\(row.text)\nHTTP 200")?.request.options
        == row.expected)
  }

  // MARK: Bodies

  static let bodies: [Row<Body>] = [
    Row(
      #"{"name": "Rahul", "tags": [], "age": -1.5e3}"#,
      .json(Template(#"{"name": "Rahul", "tags": [], "age": -1.5e3}"#))),
    Row("[\n  1,\n  true,\n  null\n]", .json(Template("[\n  1,\n  true,\n  null\n]"))),
    Row(#""a \"text\" \u00e9""#, .json(Template(#""a \"text\" \u00e9""#))),
    Row("12", .json(Template("12"))),
    Row("false", .json(Template("false"))),
    Row("{}", .json(Template("{}"))),
    Row(
      #"{"id":{{id}},"name":"{{name}}!"}"#,
      .json(
        Template(parts: [
          .text(#"{"id":"#), .placeholder("id", at(2, 7)), .text(#","name":""#),
          .placeholder("name", at(2, 22)),
          .text(#"!"}"#),
        ]))),
    Row("`one line`", .text(Template("one line"), language: nil)),
    Row("``````", .text(Template(""), language: nil)),
    Row("```\nfirst\n\n  second\n```", .text(Template("first\n\n  second\n"), language: nil)),
    Row("```json\n{\"broken\n```", .text(Template("{\"broken\n"), language: "json")),
    Row(
      "```text\nHello {{ name }}```",
      .text(Template(parts: [.text("Hello "), .placeholder("name", at(3, 7))]), language: "text")),
    Row("base64,SGVs\n  bG8=;", .bytes(Array("Hello".utf8))),
    Row("base64,;", .bytes([])),
    Row("hex,00 ff\n7F;", .bytes([0, 255, 127])),
    Row("file,users.json;", .file(Template("users.json"))),
    Row("file, folder/a b.txt; # as it is", .file(Template("folder/a b.txt"))),
  ]

  @Test(arguments: bodies) func aBodyIsReadInTheRequest(_ row: Row<Body>) throws {
    #expect(
      try onlyEntry("POST http://localhost/\n\(row.text)\nHTTP 200\n")?.request.body == row.expected
    )
  }

  @Test(arguments: bodies) func aBodyIsReadAsTheEndOfAFile(_ row: Row<Body>) throws {
    #expect(try onlyEntry("POST http://localhost/\n\(row.text)")?.request.body == row.expected)
  }

  // MARK: Templates

  static let templates: [Row<[Template.Part]>] = [
    Row("{{host}}", [.placeholder("host", at(1, 5))]),
    Row(
      "{{host}}/users/{{ user-id }}?x=1",
      [
        .placeholder("host", at(1, 5)), .text("/users/"), .placeholder("user-id", at(1, 20)),
        .text("?x=1"),
      ]),
    Row("http://localhost/{one}", [.text("http://localhost/{one}")]),
  ]

  @Test(arguments: templates) func placesForVariablesAreRead(_ row: Row<[Template.Part]>) throws {
    #expect(try onlyEntry("GET \(row.text)\n")?.request.url.parts == row.expected)
  }

  @Test func namesOfHeadersMayBeVariables() throws {
    let header = KeyValue(
      name: Template(parts: [.placeholder("field", at(2))]),
      value: Template(parts: [.text("a "), .placeholder("value", at(2, 14))]), position: at(2))
    #expect(
      try onlyEntry("GET http://localhost/\n{{field}}: a {{value}}  \n")?.request.headers == [
        header
      ])
  }

  // MARK: Answers

  static let answers: [Row<ResponseSpec?>] = [
    Row("", nil),
    Row("HTTP 200", ResponseSpec(version: nil, status: 200, position: at(2))),
    Row("  HTTP * # any", ResponseSpec(version: nil, status: nil, position: at(2, 3))),
    Row("HTTP/1.0 404", ResponseSpec(version: "HTTP/1.0", status: 404, position: at(2))),
    Row(
      """

      HTTP/1.1 201
      Location: /users/1

      # The body stands last.
      [Captures]
      id: jsonpath "$.id"
      first_tag: jsonpath "$.tags" nth 0
      [Asserts]
      status < 300
      {"id": 1}
      """,
      ResponseSpec(
        version: "HTTP/1.1", status: 201, headers: [pair("Location", "/users/1", at(4))],
        captures: [
          Capture(
            name: "id", query: .jsonPath(Template("$.id")), filters: [], position: at(8),
            text: #"id: jsonpath "$.id""#),
          Capture(
            name: "first_tag", query: .jsonPath(Template("$.tags")), filters: [.nth(0)],
            position: at(9), text: #"first_tag: jsonpath "$.tags" nth 0"#),
        ],
        asserts: [
          Assert(
            query: .status, filters: [], isNegated: false, predicate: .less(.integer(300)),
            position: at(11),
            text: "status < 300")
        ], body: .json(Template("{\"id\": 1}")), position: at(3))),
    Row(
      "HTTP 200\n[Asserts]\nbody exists\nfalse",
      ResponseSpec(
        version: nil, status: 200,
        asserts: [
          Assert(
            query: .body, filters: [], isNegated: false, predicate: .exists, position: at(4),
            text: "body exists")
        ], body: .json(Template("false")), position: at(2))),
    Row(
      "HTTP 200\n[Asserts]\nhex,00;",
      ResponseSpec(version: nil, status: 200, body: .bytes([0]), position: at(2))),
  ]

  @Test(arguments: answers) func anExpectationIsRead(_ row: Row<ResponseSpec?>) throws {
    #expect(try onlyEntry("GET http://localhost/\n\(row.text)")?.response == row.expected)
  }
}
