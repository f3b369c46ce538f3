// Values that are not as they should be: every field that is wrong is in the answer, and only those.

import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ValidationTests {
  private struct NewUser: Codable {
    enum Role: String, Codable, CaseIterable { case admin, guest }
    struct Address: Codable { var city: String, zip: Int }
    var name: String
    var age: Int
    var role: Role
    var emails: [String]
    var address: Address?
    var nickname: String?
  }

  private static func rules(_ check: inout Checks<NewUser>) {
    check("name", \.name, "1 to 10 characters") { (1...10).contains($0.count) }
    check("age", \.age, "18 or more") { $0 >= 18 }
    check("emails", \.emails, "at least one") { !$0.isEmpty }
    check("nickname", ifPresent: \.nickname, "letters") { $0.allSatisfy(\.isLetter) }
    check.that("nickname", "another name than the first") { $0.nickname != $0.name }
  }

  private var app: App {
    let app = App()
    app.use(json(strict: false), urlencoded(extended: true))
    app.post("/users") { request, response in
      response.json(try request.validated(as: NewUser.self, Self.rules))
    }
    app.post("/middleware", validate(as: NewUser.self, Self.rules)) { request, response in
      response.send(try request.local(NewUser.self).name)
    }
    return app
  }

  private let isJSON = "Content-Type: application/json"
  private let right = #"{"name":"Rahul","age":30,"role":"guest","emails":["a@b.test"]}"#

  /// `field: expected / found`, a line each.
  private func problems(_ body: String, _ type: String? = nil) async throws -> [String] {
    struct Body: Codable { var errors: [ValidationError.Problem] }
    let answer = try await app.answer("POST /users", [type ?? isJSON], body: body)
    #expect(answer.status == 422)
    #expect(
      answer.fields == [
        "Content-Type: application/json; charset=utf-8", "X-Content-Type-Options: nosniff",
      ])
    return try JSON.parse(answer.body, as: Body.self).errors.map {
      "\($0.field): \($0.expected) / \($0.found)"
    }
  }

  @Test func `what is right passes, as it came`() async throws {
    #expect(try await app.answer("POST /users", [isJSON], body: right).body == right)
    #expect(try await app.answer("POST /middleware", [isJSON], body: right).body == "Rahul")
  }

  @Test func `the answer as it stands on the wire`() async throws {
    let body = #"{"name":"Rahul","age":"x","role":"guest","emails":["a"]}"#
    let expected = #"{"errors":[{"field":"age","expected":"a whole number","found":"\"x\""}]}"#
    for path in ["/users", "/middleware"] {
      let answer = try await app.answer("POST \(path)", [isJSON], body: body)
      #expect(
        "\(answer)" == "422 | Content-Type: application/json; charset=utf-8 | "
          + "X-Content-Type-Options: nosniff | \(expected)")
    }
  }

  @Test(arguments: [
    (
      "{}",
      [
        "name: a string / nothing", "age: a whole number / nothing",
        #"role: one of "admin", "guest" / nothing"#, "emails: an array / nothing",
      ]
    ),
    (
      #"{"name":5,"age":"x","role":"king","emails":["a",7,null],"address":{"zip":1.5},"nickname":[]}"#,
      [
        "name: a string / 5", #"age: a whole number / "x""#,
        #"role: one of "admin", "guest" / "king""#, "emails[1]: a string / 7",
        "emails[2]: a string / null", "address.city: a string / nothing",
        "address.zip: a whole number from -9223372036854775808 to 9223372036854775807 / 1.5",
        "nickname: a string / an array",
      ]
    ),
    (
      #"{"name":"","age":7,"role":"guest","emails":[],"nickname":"a1"}"#,
      [
        #"name: 1 to 10 characters / """#, "age: 18 or more / 7", "emails: at least one / an array",
        #"nickname: letters / "a1""#,
      ]
    ),
    // A rule is asked for the fields that have the right type, one for several fields only if all have.
    (
      #"{"name":"","age":"x","role":7,"emails":{},"nickname":""}"#,
      [
        #"age: a whole number / "x""#, #"role: one of "admin", "guest" / 7"#,
        "emails: an array / an object", #"name: 1 to 10 characters / """#,
      ]
    ),
    (
      #"{"name":"Rahul","age":30,"role":"guest","emails":["a"],"nickname":"Rahul"}"#,
      [#"nickname: another name than the first / "Rahul""#]
    ),
    ("[]", [": an object / an array"]), ("5", [": an object / 5"]),
  ])
  func `every field that is wrong`(body: String, expected: [String]) async throws {
    #expect(try await problems(body) == expected)
  }

  @Test func `forms too`() async throws {
    let found = try await problems(
      "name=&age=x&role=king&emails=a&address[city]=Pune",
      "Content-Type: application/x-www-form-urlencoded")
    #expect(
      found == [
        #"age: a whole number / "x""#, #"role: one of "admin", "guest" / "king""#,
        "address.zip: a whole number / nothing", #"name: 1 to 10 characters / """#,
      ])
  }

  @Test func `queries and parameters`() async throws {
    struct Page: Codable { var number: Int, size: Int? }
    struct Place: Codable { var id: Int }
    let app = App()
    let page = validate(.query, as: Page.self) { check in
      check("size", ifPresent: \.size, "at most 100") { $0 <= 100 }
    }
    app.get("/users/:id", page, validate(.parameters, as: Place.self)) { request, response in
      let page = try request.local(Page.self)
      response.send("\(try request.local(Place.self).id) \(page.number) \(page.size ?? 10)")
    }
    #expect(try await app.answer("GET /users/7?number=2").body == "7 2 10")
    #expect(
      try await app.answer("GET /users/7?size=101").body
        == #"{"errors":[{"field":"number","expected":"a whole number","found":"nothing"},"#
        + #"{"field":"size","expected":"at most 100","found":"\"101\""}]}"#)
    #expect(
      try await app.answer("GET /users/x?number=1").body
        == #"{"errors":[{"field":"id","expected":"a whole number","found":"\"x\""}]}"#)
  }

  @Test func `a body that is not there is no field`() async throws {
    let none = try await app.answer("POST /users")
    #expect("\(none.status) \(none.body)" == "400 a body is expected, none came")
    let csv = try await app.answer("POST /users", ["Content-Type: text/csv"], body: "a")
    #expect(csv.status == 415)
  }

  @Test func `onError may say it in other words`() async throws {
    let app = App()
    app.use(json())
    app.post("/", validate(as: NewUser.self)) { $1.send() }
    app.onError { error, _, response in
      let error = HTTPError(error)
      response.status(error.status).send("\(error.code ?? "none"): \(error.message)")
    }
    let body = #"{"name":5,"role":"guest","emails":[]}"#
    let answer = try await app.answer("POST /", [isJSON], body: body)
    #expect(
      "\(answer.status) \(answer.body)"
        == "422 validation.failed: name: expected a string, found 5; "
        + "age: expected a whole number, found nothing")
  }

  @Test func `a problem of the program's own`() async throws {
    let app = App()
    app.post("/") { _, _ in throw ValidationError("email", expected: "a new one", found: "\"a\"") }
    let answer = try await app.answer("POST /")
    #expect(
      "\(answer.status) \(answer.body)"
        == #"422 {"errors":[{"field":"email","expected":"a new one","found":"\"a\""}]}"#)
  }
}
