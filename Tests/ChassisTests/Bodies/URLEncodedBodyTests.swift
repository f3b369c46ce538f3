// Forms: fields by name, as types of the program, and what is refused.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct URLEncodedBodyTests {
  private struct User: Codable {
    struct Address: Codable { var city: String, zip: Int? }
    enum Role: String, Codable, CaseIterable { case admin, guest }
    var name: String
    var age: Int
    var ratio: Double?
    var open: Bool?
    var role: Role?
    var tags: [String]?
    var marks: [Int]?
    var address: Address?
  }

  private let isForm = "Content-Type: application/x-www-form-urlencoded"

  private func app(_ reader: @escaping Middleware) -> App {
    let app = App()
    app.use(reader)
    app.post("/user") { $1.json(try $0.body(as: User.self)) }
    app.post("/tree") { $1.send(try $0.form.tree.sorted) }
    app.post("/name") { request, response in
      let form = try request.form
      response.send("\(form["name"] ?? "nil") \(form.all("tag"))")
    }
    app.onError { error, _, response in
      let error = HTTPError(error)
      response.status(error.status).send("\(error.code ?? "none"): \(error.message)")
    }
    return app
  }

  @Test(arguments: [
    ("name=Rahul+Roy&age=30", #"{"name":"Rahul Roy","age":30}"#),
    (
      "name=P%C3%A9&age=-1&ratio=1e-1&open=on&role=admin&tags=new&marks=1&marks=2",
      #"{"name":"Pé","age":-1,"ratio":0.1,"open":true,"role":"admin","tags":["new"],"marks":[1,2]}"#
    ),
    (
      "name=&age=3&ratio=&open=false&role=&tags=&address[city]=Pune&address[zip]=",
      #"{"name":"","age":3,"open":false,"address":{"city":"Pune"}}"#
    ),
    (
      "name=A&age=9223372036854775807&tags[]=a&tags[]=b&marks[0]=7",
      #"{"name":"A","age":9223372036854775807,"tags":["a","b"],"marks":[7]}"#
    ),
  ])
  func `as a type`(body: String, expected: String) async throws {
    let app = app(urlencoded(extended: true))
    #expect(try await app.answer("POST /user", [isForm], body: body).body == expected)
  }

  @Test(arguments: [
    ("name=A", "400 body.invalid: age: is missing"),
    ("name=A&age=x", #"400 body.invalid: age: expected a whole number, found "x""#),
    ("name=A&age=", #"400 body.invalid: age: expected a whole number, found """#),
    ("name=A&age=1&age=2", "400 body.invalid: age: expected a whole number, found an array"),
    ("name=A&age=0x10", #"400 body.invalid: age: expected a whole number, found "0x10""#),
    ("name=A&age=1&ratio=nan", #"400 body.invalid: ratio: expected a number, found "nan""#),
    ("name=A&age=1&open=yes", #"400 body.invalid: open: expected true or false, found "yes""#),
    (
      "name=A&age=1&marks=1&marks=b",
      #"400 body.invalid: marks[1]: expected a whole number, found "b""#
    ),
    ("name=A&age=1&address=x", #"400 body.invalid: address: expected an object, found "x""#),
  ])
  func `another shape is 400`(body: String, expected: String) async throws {
    let answer = try await app(urlencoded(extended: true)).answer(
      "POST /user", [isForm], body: body)
    #expect("\(answer.status) \(answer.body)" == expected)
  }

  @Test func `by name, simple and extended`() async throws {
    let body = "name=Priya&tag=a&tag=b&user[id]=1&user[id]=2"
    let simple = try await app(urlencoded()).answer("POST /name", [isForm], body: body)
    #expect(simple.body == #"Priya ["a", "b"]"#)
    let tree = try await app(urlencoded()).answer("POST /tree", [isForm], body: body)
    #expect(tree.body == #"{"name":"Priya","tag":["a","b"],"user[id]":["1","2"]}"#)
    let nested = try await app(urlencoded(extended: true)).answer(
      "POST /tree", [isForm], body: body)
    #expect(nested.body == #"{"name":"Priya","tag":["a","b"],"user":{"id":["1","2"]}}"#)
  }

  @Test func `more fields than allowed, deeper than allowed`() async throws {
    let app = app(urlencoded(extended: true, parameterLimit: 3, depth: 2))
    let rows = [
      ("a=1&b=2&c=3", #"200 {"a":"1","b":"2","c":"3"}"#),
      ("a=1&b=2&c=3&d=4", "413 parameters.too.many: the form has more than 3 fields"),
      ("a[b][c]=1", #"200 {"a":{"b":{"c":"1"}}}"#),
      ("a[b][c][d]=1", "400 querystring.parse.rangeError: a field's name has more than 2 brackets"),
    ]
    for (body, expected) in rows {
      let answer = try await app.answer("POST /tree", [isForm], body: body)
      #expect("\(answer.status) \(answer.body)" == expected)
    }
    let many = (0...1_000).map { "n=\($0)" }.joined(separator: "&")
    let answer = try await self.app(urlencoded()).answer("POST /tree", [isForm], body: many)
    #expect(answer.status == 413)
    let deep = "a" + String(repeating: "[b]", count: 33) + "=1"
    for (reader, status) in [(urlencoded(), 200), (urlencoded(extended: true), 400)] {
      #expect(
        try await self.app(reader).answer("POST /tree", [isForm], body: deep).status == status)
    }
  }

  @Test func `charsets`() async throws {
    let app = app(urlencoded())
    let rows = [
      ("; charset=iso-8859-1", "name=%E9", "200 é []"),
      ("; charset=utf-8", "name=%E9", "200 \u{FFFD} []"),
      ("", "name=100%&tag=%zz", #"200 100% ["%zz"]"#),
      (
        "; charset=utf-16", "name=a",
        "415 charset.unsupported: charset \"utf-16\" is not supported; use UTF-8"
      ),
    ]
    for (charset, body, expected) in rows {
      let answer = try await app.answer("POST /name", [isForm + charset], body: body)
      #expect("\(answer.status) \(answer.body)" == expected)
    }
    let head = "POST /name HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\(isForm)\r\n"
    try await app.served { client in
      let socket = try await Socket.connect(host: "127.0.0.1", port: client.port)
      try await socket.write(Array("\(head)Content-Length: 6\r\n\r\nname=".utf8) + [0xFF])
      var bytes: [UInt8] = []
      while let chunk = try await socket.read() { bytes += chunk }
      socket.close()
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(text.hasPrefix("HTTP/1.1 400 "))
      #expect(text.hasSuffix("entity.parse.failed: the form is no UTF-8"))
    }
  }

  @Test func `an empty form is a form`() async throws {
    let answer = try await app(urlencoded()).answer("POST /tree", [isForm, "Content-Length: 0"])
    #expect(answer.body == "{}")
    let none = try await app(urlencoded()).answer("POST /tree")
    #expect(none.body == "body.missing: a body is expected, none came")
  }
}
