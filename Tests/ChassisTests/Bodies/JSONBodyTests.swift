// Bodies of type JSON: read into values, or refused with a line that says what is wrong.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct JSONBodyTests {
  private struct User: Codable {
    var name: String
    var age: Int
    var emails: [String]?
  }

  private let plain = [
    "Content-Type: text/plain; charset=utf-8", "X-Content-Type-Options: nosniff",
  ]
  private let isJSON = "Content-Type: application/json"

  private func refused(_ status: Int, _ text: String) -> Answer {
    Answer(status: status, fields: plain, body: text)
  }

  /// An app that says what it read.
  private func app(_ reader: Middleware...) -> App {
    let app = App()
    for middleware in reader { app.use(middleware) }
    app.all("/users") { request, response in
      let user = try request.body(as: User.self)
      response.send("\(user.name) \(user.age) \(user.emails ?? [])")
    }
    app.all("/any") { request, response in
      response.json(try request.body(as: [Int].self))
    }
    app.all("/unread") { $1.send("not asked for") }
    return app
  }

  // MARK: What is read

  @Test(arguments: [
    (#"{"name":"Rahul","age":30}"#, "Rahul 30 []"),
    (" { \"age\" : 3e1 ,\r\n\t\"name\" : \"Pri\\u0079a\" } ", "Priya 30 []"),
    (#"{"name":"प्रिया","age":-1,"emails":["a@b.test"]}"#, #"प्रिया -1 ["a@b.test"]"#),
    (#"{"name":"Rahul","age":30,"emails":null,"unknown":{"a":[1]}}"#, "Rahul 30 []"),
    (#"{"name":"Rahul","age":30,"name":"Priya"}"#, "Priya 30 []"),
    ("\u{FEFF}{\"name\":\"Rahul\",\"age\":30}", "Rahul 30 []"),
  ])
  func `bodies`(body: String, expected: String) async throws {
    let answer = try await app(json()).answer("POST /users", [isJSON], body: body)
    #expect("\(answer)" == "200 | Content-Type: text/html; charset=utf-8 | \(expected)")
  }

  @Test(arguments: [
    "application/json; charset=utf-8", "application/json;charset=UTF-8", "APPLICATION/JSON",
    #"application/json; charset="utf-8""#, "application/json; charset=utf8",
    "application/problem+json", "application/json; profile=\"user\"", " application/json ",
  ])
  func `types that are JSON`(type: String) async throws {
    let fields = ["Content-Type: \(type)"]
    let answer = try await app(json()).answer("PUT /any", fields, body: "[1]")
    #expect("\(answer)" == "200 | Content-Type: application/json; charset=utf-8 | [1]")
  }

  @Test func `chunks, cut anywhere`() async throws {
    let head = "POST /any HTTP/1.1\r\nHost: test\r\n\(isJSON)\r\nConnection: close\r\n"
    let chunks = "[1,2,3]".map { "1\r\n\($0)\r\n" }.joined() + "0\r\n\r\n"
    try await app(json()).served { client in
      let text = try await client.exchange("\(head)Transfer-Encoding: chunked\r\n\r\n\(chunks)")
      #expect(text.hasSuffix("\r\n\r\n[1,2,3]"))
    }
  }

  @Test func `what no handler asks for passes`() async throws {
    let expected = "200 | Content-Type: text/html; charset=utf-8 | not asked for"
    let app = app(json())
    #expect(try await "\(app.answer("GET /unread"))" == expected)
    #expect(try await "\(app.answer("POST /unread"))" == expected)
    let csv = try await app.answer("POST /unread", ["Content-Type: text/csv"], body: "id,name")
    #expect("\(csv)" == expected)
    #expect(try await "\(app.answer("POST /unread", body: "of no type"))" == expected)
  }

  @Test func `read once, by the first that fits`() async throws {
    let app = app(json(type: "application/vnd.api+json"), json(limit: 5), json(limit: 1))
    for type in ["application/vnd.api+json", "application/json"] {
      let answer = try await app.answer("POST /any", ["Content-Type: \(type)"], body: "[1,2]")
      #expect(answer.body == "[1,2]")
    }
  }

  // MARK: What is refused

  @Test(arguments: [
    (#"{"name":"Rahul"}"#, "age: is missing"),
    (#"{"name":"Rahul","age":null}"#, "age: expected a whole number, found null"),
    (#"{"name":5,"age":30}"#, "name: expected a string, found a number"),
    (#"{"name":"Rahul","age":"30"}"#, "age: expected a whole number, found a string"),
    (
      #"{"name":"Rahul","age":1.5}"#,
      "age: expected a whole number from -9223372036854775808 to 9223372036854775807, found 1.5"
    ),
    (
      #"{"name":"Rahul","age":30,"emails":["a",7]}"#,
      "emails[1]: expected a string, found a number"
    ),
    ("[]", "expected an object, found an array"),
  ])
  func `another shape is 400, with the field's name`(body: String, text: String) async throws {
    let answer = try await app(json()).answer("POST /users", [isJSON], body: body)
    #expect(answer == refused(400, text))
  }

  @Test(arguments: [
    ("{", "line 1, column 2: expected a name in double quotes, found the end of the text"),
    (#"{"name":}"#, #"line 1, column 9: expected a value, found "}""#),
    ("{\"a\":1,\n \"b\":oops}", #"line 2, column 6: expected a value, found "oops""#),
    ("[1] [2]", #"line 1, column 5: expected the end of the text, found "[""#),
    ("{'name':1}", #"line 1, column 2: expected a name in double quotes, found "'""#),
    ("name=Rahul", #"line 1, column 1: expected a value, found "name""#),
    ("   ", "line 1, column 4: expected a value, found the end of the text"),
  ])
  func `what is no JSON never reaches a handler`(body: String, text: String) async throws {
    let answer = try await app(json()).answer("POST /unread", [isJSON], body: body)
    #expect(answer == refused(400, "the body is no JSON: \(text)"))
  }

  @Test(arguments: [
    ("text/plain", "expected a body of type application/json, found text/plain"),
    (
      "application/x-www-form-urlencoded",
      "expected a body of type application/json, found application/x-www-form-urlencoded"
    ),
    ("json", "expected a body of type application/json, found json"),
    ("application/jsonp", "expected a body of type application/json, found application/jsonp"),
    ("application/json; charset=iso-8859-1", #"charset "iso-8859-1" is not supported; use UTF-8"#),
    ("application/json; charset=utf-16", #"charset "utf-16" is not supported; use UTF-8"#),
  ])
  func `another type or charset is 415`(type: String, text: String) async throws {
    let fields = ["Content-Type: \(type)"]
    let answer = try await app(json()).answer("POST /users", fields, body: #"{"name":"Rahul"}"#)
    #expect(answer == refused(415, text))
  }

  @Test func `no type, a content encoding`() async throws {
    let app = app(json())
    #expect(
      try await app.answer("POST /any", body: "[1]")
        == refused(415, "expected a body of type application/json, found none named"))
    #expect(
      try await app.answer("POST /any", [isJSON, "Content-Encoding: br"], body: "[1]")
        == refused(415, #"content encoding "br" is not supported"#))
    let identity = try await app.answer(
      "POST /any", [isJSON, "Content-Encoding: Identity"], body: "[1]")
    #expect(identity.body == "[1]")
  }

  @Test(arguments: [
    ("GET", []), ("POST", []), ("POST", ["Content-Length: 0"]),
    ("POST", ["Content-Length: 0", "Content-Type: application/json"]),
    ("POST", ["Content-Length: 0", "Content-Type: text/plain"]),
  ])
  func `asking where no body came is 400`(method: String, fields: [String]) async throws {
    let answer = try await app(json()).answer("\(method) /users", fields)
    #expect(answer == refused(400, "a body is expected, none came"))
  }

  @Test func `an empty body in chunks is none`() async throws {
    let fields = [isJSON, "Transfer-Encoding: chunked"]
    let answer = try await app(json()).answer("POST /users", fields, body: "0\r\n\r\n")
    #expect(answer == refused(400, "a body is expected, none came"))
  }

  @Test func `bytes that are no UTF-8 are 400`() async throws {
    let app = app(json())
    try await app.served { client in
      let socket = try await Socket.connect(host: "127.0.0.1", port: client.port)
      let head = "POST /any HTTP/1.1\r\nHost: test\r\n\(isJSON)\r\nConnection: close\r\n"
      try await socket.write(Array("\(head)Content-Length: 5\r\n\r\n[\"".utf8) + [0xFF, 34, 93])
      var bytes: [UInt8] = []
      while let chunk = try await socket.read() { bytes += chunk }
      socket.close()
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(text.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
      #expect(text.hasSuffix("the string before this is no UTF-8"))
    }
  }

  @Test(arguments: [("\"Rahul\"", "Rahul"), ("\"\"", "")])
  func `strict takes objects and arrays only`(body: String, expected: String) async throws {
    let handler: Handler = { $1.send(try $0.body(as: String.self)) }
    let strict = app(json())
    strict.post("/text", handler: handler)
    let lenient = app(json(strict: false))
    lenient.post("/text", handler: handler)
    #expect(
      try await strict.answer("POST /text", [isJSON], body: body)
        == refused(400, "the body must be a JSON object or array"))
    #expect(try await lenient.answer("POST /text", [isJSON], body: body).body == expected)
  }
}
