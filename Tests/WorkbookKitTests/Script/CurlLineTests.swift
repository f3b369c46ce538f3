// The line for curl: it sends what the script sent, whatever the shell and curl would make of it.

import Testing

@testable import WorkbookKit

struct CurlLineTests {
  private static func line(_ script: String) throws -> String {
    var variables = ScriptVariables(seed: 1)
    let request = try #require(try onlyEntry(script)).request
    return curlLine(try RequestBuilder(folder: "/nowhere").build(request, &variables))
  }

  static let lines: [Row<String>] = [
    Row("GET http://127.0.0.1:3000/users", "curl -i http://127.0.0.1:3000/users"),
    Row("GET http://localhost/?a=1&b=2", "curl -i 'http://localhost/?a=1&b=2'"),
    Row("HEAD http://localhost/", "curl -i --head http://localhost/"),
    Row("DELETE http://localhost/", "curl -i -X DELETE http://localhost/"),
    Row("GET http://localhost/\n[Options]\nhttp1.0: true", "curl -i --http1.0 http://localhost/"),
    Row("GET http://localhost/../secret", "curl -i --path-as-is http://localhost/../secret"),
    Row(
      "GET http://localhost/%2E%2e/secret", "curl -i --path-as-is 'http://localhost/%2E%2e/secret'"),
    Row(
      "GET http://localhost/\nX-Name: it's\nX-Empty:",
      #"curl -i http://localhost/ -H 'X-Name: it'\''s' -H 'X-Empty;'"#),
    // What the runner adds is left out, what the script asks for is not.
    Row(
      "GET http://localhost/\nHost: example.org\nAccept: text/html\nUser-Agent: Priya\nContent-Length: 7",
      "curl -i http://localhost/ -H 'Host: example.org' -H 'Accept: text/html' -H 'User-Agent: Priya'"
        + " -H 'Content-Length: 7'"),
    Row(
      "POST http://localhost/users\n{\"name\": \"Rahul\"}",
      #"curl -i -X POST http://localhost/users -H 'Content-Type: application/json' --data-raw '{"name": "Rahul"}'"#
    ),
    Row(
      "POST http://localhost/\n[Form]\nname: Rahul & Priya",
      "curl -i -X POST http://localhost/ -H 'Content-Type: application/x-www-form-urlencoded'"
        + " --data-raw 'name=Rahul%20%26%20Priya'"),
    // An at sign would have curl read a file, if it were not raw; a missing type would become that of a form.
    Row(
      "GET http://localhost/\n`@users`",
      "curl -i -X GET http://localhost/ -H Content-Type: --data-raw '@users'"),
    Row(
      "PUT http://localhost/\n```\ntwo\nlines\n```",
      "curl -i -X PUT http://localhost/ -H Content-Type: --data-raw 'two\nlines\n'"),
    Row(
      "PUT http://localhost/\nhex,61270d5cff;",
      #"curl -i -X PUT http://localhost/ -H Content-Type: --data-raw $'a\x27\x0d\x5c\xff'"#),
    Row(
      "POST http://localhost/\nTransfer-Encoding: chunked\n`Rahul`",
      "curl -i -X POST http://localhost/ -H 'Transfer-Encoding: chunked' -H Content-Type: --data-raw Rahul"
    ),
    Row(
      "GET http://localhost/\n[BasicAuth]\nrahul: secret",
      "curl -i http://localhost/ -H 'Authorization: Basic cmFodWw6c2VjcmV0'"),
  ]

  @Test(arguments: lines) func aRequestBecomesALine(_ row: Row<String>) throws {
    #expect(try Self.line(row.text) == row.expected)
  }
}
