// Scripts that are refused: each with the place and the words that a reader sees. Nothing wrong may be passed over.

import Testing

@testable import WorkbookKit

struct ScriptRefusalTests {
  private static func message(_ text: String) -> String? {
    do {
      _ = try Script.parse(text, file: "users.hurl")
      return nil
    } catch { return error.description }
  }

  // MARK: Requests

  static let requests: [Row<String>] = [
    Row(
      "get http://localhost/",
      #"1:1: a request begins with its method (GET, POST, …), not with "get""#),
    Row("\n\nhello", #"3:1: a request begins with its method (GET, POST, …), not with "hello""#),
    Row("GET", "1:4: a URL is missing behind GET"),
    Row("GET  # none", #"1:6: a URL is missing behind GET"#),
    Row("GET http://localhost/ HTTP/1.1", #"1:23: "HTTP/1.1" is one word too many on this line"#),
    Row("HTTP 200", "1:1: a line HTTP … belongs behind a request, once"),
    Row(
      "GET http://localhost/\nHTTP 200\nHTTP 201",
      "3:1: a line HTTP … belongs behind a request, once"),
    Row(
      "GET http://localhost/\nAccept text/html",
      #"2:1: a request begins with its method (GET, POST, …), not with "Accept"; "#
        + "a text stands between backticks, a header is written name: value"),
    Row("GET {{host/users", "1:5: a place for a variable is written {{name}}"),
    Row("GET {{}}/users", "1:5: a place for a variable is written {{name}}"),
    Row(
      "GET {{host}}/\nX-Name: a {{first name}}", "2:11: a place for a variable is written {{name}}"),
    Row(
      "GET http://localhost/\n[Qery]\npage: 1",
      #"2:1: unknown section [Qery]: did you mean "Query"?"#),
    Row("GET http://localhost/\n[Nonsense]", "2:1: unknown section [Nonsense]"),
    Row(
      "GET http://localhost/\n[Query] page: 1", #"2:9: "page:" is one word too many on this line"#),
    Row(
      "GET http://localhost/\n[Query]\na: 1\n[QueryStringParams]",
      "4:1: [QueryStringParams] stands twice in one request"),
    Row(
      "GET http://localhost/\n[Asserts]\nstatus == 200",
      "2:1: [Asserts] belongs behind the line HTTP …"),
    Row(
      "GET http://localhost/\n[MultipartFormData]\nname: Rahul",
      "2:1: [MultipartFormData] is not supported here: write the parts as a text body with its own Content-Type"
    ),
    Row(
      "GET http://localhost/\n[BasicAuth]\nHTTP 200",
      "2:1: [BasicAuth] holds one line, user: password"),
    Row(
      "GET http://localhost/\n[BasicAuth]\na: b\nc: d",
      "2:1: [BasicAuth] holds one line, user: password"),
  ]

  @Test(arguments: requests) func aWrongRequestIsRefused(_ row: Row<String>) {
    #expect(Self.message(row.text) == "users.hurl:" + row.expected)
  }

  /// What somebody writes who has never written a script: the message says what to write.
  static let slips: [Row<String>] = [
    Row(
      "GET {{host}}/door\nHTTP 200\nopen",
      #"3:1: a request begins with its method (GET, POST, …), not with "open"; "#
        + "a text stands between backticks, a header is written name: value"),
    Row(
      "GET {{host}}/door\n200\n`open`", "2:1: a status stands behind the word HTTP: write HTTP 200"),
    Row(
      "GET {{host}}/door\nHTTP 200\n`open`\n404",
      "4:1: a status stands behind the word HTTP: write HTTP 404"),
    Row(
      "GET {{host}}/door\nHTTP 200\n`open`\nAllow: GET",
      #"4:1: header lines stand above the body: write "Allow:" directly below the line HTTP …, "#
        + "or below the request if it is to be sent"),
    Row(
      "GET {{host}}/door\nHTTP 200\n`open`\n`closed`",
      "4:1: a second body: one belongs below the request, and one below its line HTTP …"),
    Row("GET /door", "1:5: an address begins with the server: write {{host}} before the slash"),
  ]

  @Test(arguments: slips) func aSlipIsToldWithWhatToWrite(_ row: Row<String>) {
    #expect(Self.message(row.text) == "users.hurl:" + row.expected)
  }

  /// A number may be a body, where an expectation follows.
  @Test func aNumberThatIsSentIsNoSlip() throws {
    let script = try Script.parse("PUT {{host}}/door\n200\nHTTP 200\n200\n", file: "users.hurl")
    #expect(script.entries.map(\.request.body) == [.json(Template("200"))])
    #expect(script.entries.map(\.response?.body) == [.json(Template("200"))])
  }

  // MARK: Options

  static let options: [Row<String>] = [
    Row("retrys: 3", #"3:1: option "retrys" is not supported here: did you mean "retry"?"#),
    Row("insecure: true", #"3:1: option "insecure" is not supported here"#),
    Row("retry: -1", #"3:8: retry wants a number of tries, not "-1""#),
    Row("max-redirs: many", #"3:13: max-redirs wants a number of redirects, not "many""#),
    Row("retry-interval: soon", #"3:17: a duration is written 500ms or 2s, not "soon""#),
    Row(
      "retry-interval: 9999999999999999999s",
      #"3:17: a duration is written 500ms or 2s, not "9999999999999999999s""#),
    Row(
      "retry-interval: 9999999999999999s",
      #"3:17: a duration is written 500ms or 2s, not "9999999999999999s""#),
    Row("location: yes", #"3:11: true or false, not "yes""#),
    Row("skip: true now", #"3:12: "now" is one word too many on this line"#),
    Row("variable: name Rahul", "3:11: a variable is written name=value"),
    Row("variable: name=\"Rahul", "3:16: the text that begins here has no closing quotation mark"),
  ]

  @Test(arguments: options) func aWrongOptionIsRefused(_ row: Row<String>) {
    #expect(
      Self.message("GET http://localhost/\n[Options]\n\(row.text)\n") == "users.hurl:"
        + row.expected)
  }

  // MARK: Bodies

  static let bodies: [Row<String>] = [
    Row("{\"name\": Rahul}", #"2:10: "Rahul" is no JSON value"#),
    Row("{\"name\": \"Rahul\"\n \"age\": 7}", "3:2: a comma or } belongs here"),
    Row("{\"name\" \"Rahul\"}", "2:9: a colon belongs behind a name"),
    Row("{name: 1}", "2:2: a name between quotation marks belongs here"),
    Row("{\"a\": 1,}", "2:9: a name between quotation marks belongs here"),
    Row(
      String(repeating: "[", count: 30_000) + String(repeating: "]", count: 30_000),
      "2:502: nested deeper than 500"),
    Row("[1,]", "2:4: a JSON value belongs here"),
    Row("[1, 2", "2:1: the JSON that begins here has no closing ]"),
    Row("{\"a\": [1}", "2:9: a comma or ] belongs here"),
    Row("[01]", #"2:2: "01" is no JSON value"#),
    Row("[0x10]", #"2:2: "0x10" is no JSON value"#),
    Row("[+1, 1., .5]", #"2:2: "+1" is no JSON value"#),
    Row("[1.]", #"2:2: "1." is no JSON value"#),
    Row("[\"Rahul]", "2:2: the text that begins here has no closing quotation mark"),
    Row(#"["a\d"]"#, #"2:4: unknown escape; JSON knows \" \\ \/ \b \f \n \r \t \u0041"#),
    Row(#"["\u00g0"]"#, #"2:3: four hexadecimal digits belong behind \u"#),
    Row("{\"id\": {{id}", "2:8: a place for a variable is written {{name}}"),
    Row("{} {}", #"2:4: "{}" is one word too many on this line"#),
    Row("<users/>", "2:1: XML bodies are not supported here: write the text between ```"),
    Row("```xml\n<users/>\n```", #"2:4: a body in "xml" is not supported here; json and text are"#),
    Row("```\nHello\n", "2:1: the text that begins here has no closing ```"),
    Row("`Hello\n`", "2:1: the text that begins here has no closing `"),
    Row("`Hello` HTTP 200", #"2:9: "HTTP" is one word too many on this line"#),
    Row("base64,SGVsb;", "2:1: this is no base64"),
    Row("base64,SGVsbG8=", "2:1: the bytes that begin here have no closing ;"),
    Row("hex,0g;", "2:1: this is no hexadecimal"),
    Row("hex,012;", "2:1: this is no hexadecimal"),
    Row("hex,00; 11", #"2:9: "11" is one word too many on this line"#),
    Row("file,users.json", "2:1: a file is written file,name;"),
  ]

  @Test(arguments: bodies) func aWrongBodyIsRefused(_ row: Row<String>) {
    #expect(Self.message("POST http://localhost/\n\(row.text)") == "users.hurl:" + row.expected)
  }

  // MARK: Answers

  static let answers: [Row<String>] = [
    Row("HTTP", #"2:5: a status is a number of three digits, or * for any; not """#),
    Row("HTTP OK", #"2:6: a status is a number of three digits, or * for any; not "OK""#),
    Row("HTTP 20", #"2:6: a status is a number of three digits, or * for any; not "20""#),
    Row("HTTP 200 OK", #"2:10: "OK" is one word too many on this line"#),
    Row(
      "HTTP/2 200",
      "2:1: HTTP/2 is not spoken here; HTTP/1.1 and HTTP/1.0 are, and HTTP stands for both"),
    Row(
      "HTTP 200\n[Query]\npage: 1", "3:1: [Query] belongs to the request, before the line HTTP …"),
    Row(
      "HTTP 200\n[Cookies]\na: 1", "3:1: [Cookies] belongs to the request, before the line HTTP …"),
    Row("HTTP 200\n[Assert]", #"3:1: unknown section [Assert]: did you mean "Asserts"?"#),
    Row("HTTP 200\n[Asserts]\n[Asserts]", "4:1: [Asserts] stands twice behind one request"),
    Row(
      "HTTP 200\n[Captures]\nid jsonpath \"$.id\"",
      #"4:1: a request begins with its method (GET, POST, …), not with "id"; "#
        + "a text stands between backticks, a header is written name: value"),
    Row("HTTP 200\n[Captures]\nid: json \"$.id\"", #"4:5: unknown query "json""#),
    Row(
      "HTTP 200\n[Captures]\nid: status redact",
      #"4:12: "redact" is one word too many on this line"#),
  ]

  @Test(arguments: answers) func aWrongExpectationIsRefused(_ row: Row<String>) {
    #expect(Self.message("GET http://localhost/\n\(row.text)") == "users.hurl:" + row.expected)
  }

  // MARK: Notes

  static let notes: [Row<String>] = [
    Row("# @chek greeting", #"1:3: unknown note "@chek": did you mean "@check"?"#),
    Row("# @author Priya", #"1:3: unknown note "@author""#),
    Row("# @check", "1:9: @check wants a word behind it"),
    Row("# @check two words", "1:14: @check takes one word only"),
    Row("# @points ten", #"1:11: @points wants a whole number, not "ten""#),
    Row("# @points -1", #"1:11: @points wants a whole number, not "-1""#),
  ]

  @Test(arguments: notes) func aWrongNoteIsRefused(_ row: Row<String>) {
    #expect(Self.message("\(row.text)\nGET http://localhost/") == "users.hurl:" + row.expected)
    let second = row.expected.replacing("1:", with: "4:", maxReplacements: 1)
    #expect(
      Self.message("GET http://localhost/\nHTTP 200\n\n\(row.text)\nGET http://localhost/")
        == "users.hurl:" + second)
  }

  /// Places in which a note would mean nothing, and could be taken for one that counts.
  static let places: [Row<String>] = [
    Row("GET http://localhost/ # @check greeting", "1:25"),
    Row("GET http://localhost/\n# @check greeting\nHTTP 200", "2:3"),
    Row("GET http://localhost/\nHTTP 200\n# @check greeting\n[Asserts]\nstatus == 200", "3:3"),
    Row(
      "GET http://localhost/\nHTTP 200\n[Asserts]\nstatus == 200 # @points 5\n\nGET http://localhost/",
      "4:17"),
    Row("POST http://localhost/\n[Form]\na: 1\n  #@needs greeting\nb: 2", "4:4"),
  ]

  @Test(arguments: places) func aNoteWithinARequestIsRefused(_ row: Row<String>) {
    #expect(
      Self.message(row.text) == "users.hurl:\(row.expected): a note belongs before its request")
  }

  @Test func aNoteBehindTheLastRequestIsRefused() {
    #expect(
      Self.message("GET http://localhost/\n\n# @check greeting\n")
        == "users.hurl:3:3: @check belongs to the request behind it, and none follows")
  }
}
