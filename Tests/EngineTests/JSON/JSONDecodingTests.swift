// What is read, and what is said about texts that cannot be.

import Engine
import Foundation
import Testing

@Suite struct JSONDecodingTests {
  struct SignUp: Codable, Equatable {
    var name: String
    var email: String
    var age: Int?
  }

  struct Order: Codable, Equatable {
    struct Item: Codable, Equatable {
      var price: Double
    }
    var id: Int
    var items: [Item]
  }

  private func message<Value: Decodable>(_ text: String, _ type: Value.Type) -> String {
    do { return "read: \(try JSON.parse(text, as: type))" } catch { return "\(error)" }
  }

  @Test func `a type's fields, unknown ones skipped, null and absent are nil`() throws {
    let rahul = SignUp(name: "Rahul", email: "rahul@example.com", age: nil)
    for rest in ["", #","age":null"#, #","extra":[{"a":[]}]"#] {
      let text = #" {"name":"Rahul","email":"rahul@example.com"\#(rest)} "#
      #expect(try JSON.parse(text, as: SignUp.self) == rahul)
    }
  }

  @Test(arguments: [
    (#"{"name":"Rahul","email":5}"#, "email: expected a string, found a number"),
    (#"{"name":"Rahul"}"#, "email: is missing"),
    (#"{"name":null,"email":"x"}"#, "name: expected a string, found null"),
    (#"{"name":["x"],"email":"x"}"#, "name: expected a string, found an array"),
    (#"{"name":"x","email":"x","age":"4"}"#, "age: expected a whole number, found a string"),
    (
      #"{"name":"x","email":"x","age":4.5}"#,
      "age: expected a whole number from -9223372036854775808 to 9223372036854775807, found 4.5"
    ),
    (#"{"name":"x","email":"x","age":{}}"#, "age: expected a whole number, found an object"),
    (#"[]"#, "expected an object, found an array"), (#"true"#, "expected an object, found true"),
  ])
  func `wrong shapes are named by their place`(text: String, expected: String) {
    #expect(message(text, SignUp.self) == expected)
  }

  @Test func `places inside arrays and objects`() {
    #expect(
      message(#"{"id":1,"items":[{"price":1},{"price":"2"}]}"#, Order.self)
        == "items[1].price: expected a number, found a string")
    #expect(
      message(#"{"id":1,"items":{}}"#, Order.self) == "items: expected an array, found an object")
  }

  @Test(arguments: [
    ("", "line 1, column 1: expected a value, found the end of the text"),
    ("{", "line 1, column 2: expected a name in double quotes, found the end of the text"),
    (#"{"a":1,}"#, #"line 1, column 8: expected a name in double quotes, found "}""#),
    ("{\n  name: 1}", #"line 2, column 3: expected a name in double quotes, found "name""#),
    (#"{"a" 1}"#, #"line 1, column 6: expected ":", found "1""#),
    (#"{"a":1 "b":2}"#, #"line 1, column 8: expected "," or "}", found """"#),
    ("[1 2]", #"line 1, column 4: expected "," or "]", found "2""#),
    ("[1,]", #"line 1, column 4: expected a value, found "]""#),
    ("undefined", #"line 1, column 1: expected a value, found "undefined""#),
    ("NaN", #"line 1, column 1: expected a value, found "NaN""#),
    ("01", #"line 1, column 2: expected the end of the text, found "1""#),
    ("1.", "line 1, column 3: expected a digit, found the end of the text"),
    ("-", "line 1, column 2: expected a digit, found the end of the text"),
    ("1e+", "line 1, column 4: expected a digit, found the end of the text"),
    ("+1", #"line 1, column 1: expected a value, found "+""#),
    ("'a'", #"line 1, column 1: expected a value, found "'""#),
    (#""a"#, #"line 1, column 3: expected """ to end the string, found the end of the text"#),
    (
      "\"a\nb\"",
      "line 1, column 3: a line break or control character inside a string; write it as an escape"
    ),
    (#""\x""#, #"line 1, column 3: expected one of " \ / b f n r t u after \, found "x""#),
    (#""\u12G4""#, #"line 1, column 6: expected four hexadecimal digits after \u, found "G4""#),
    ("[1] x", #"line 1, column 5: expected the end of the text, found "x""#),
    ("{}{}", #"line 1, column 3: expected the end of the text, found "{""#),
  ])
  func `texts that are no JSON`(text: String, expected: String) {
    #expect(message(text, [String: Int].self) == expected)
  }

  @Test func `invalid UTF-8 is refused`() {
    for bytes: [UInt8] in [
      [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
    ] {
      let error = #expect(throws: JSONError.self) { try JSON.parse(bytes, as: String.self) }
      #expect(error?.reason == "the string before this is no UTF-8")
      let behindAnEscape = [0x22, 0x5C, 0x6E] + bytes.dropFirst()
      #expect(throws: JSONError.self) { try JSON.parse(behindAnEscape, as: String.self) }
    }
  }

  @Test(arguments: [
    (#""a\"\\\/\b\f\n\r\tz""#, "a\"\\/\u{8}\u{C}\n\r\tz"), (#""\u00e9\u00E9""#, "éé"),
    (#""\ud83c\udf89""#, "🎉"), (#""\ud83c""#, "\u{FFFD}"), (#""\ud83cx""#, "\u{FFFD}x"),
    (#""\udf89""#, "\u{FFFD}"), (#""\ud83c\u0041""#, "\u{FFFD}A"), ("\"世界\"", "世界"),
    (#""\u0000""#, "\0"),
  ])
  func `escapes`(text: String, expected: String) throws {
    #expect(try JSON.parse(text, as: String.self) == expected)
  }

  @Test func `numbers keep their 64 bits`() throws {
    #expect(try JSON.parse("9007199254740993", as: Int.self) == 9_007_199_254_740_993)
    #expect(try JSON.parse("18446744073709551615", as: UInt64.self) == .max)
    #expect(try JSON.parse("-9223372036854775808", as: Int64.self) == .min)
    #expect(try JSON.parse("[2.0, 1e3, -0]", as: [Int].self) == [2, 1000, 0])
    #expect(try JSON.parse("[0.1, 1, -1E-2]", as: [Double].self) == [0.1, 1, -0.01])
    #expect(message("300", UInt8.self) == "expected a whole number from 0 to 255, found 300")
    #expect(message("1e999", Double.self) == "the number 1e999 is too large")
  }

  @Test(arguments: [0, 5, 20]) func `of a key that stands twice the last counts`(others: Int) throws
  {
    let rest = (0..<others).map { #","b\#($0)":0"# }.joined()
    let text = #"{"a":1\#(rest),"\u0061":2}"#
    let values = try JSON.parse(text, as: [String: Int].self)
    #expect(values["a"] == 2)
    #expect(values.count == others + 1)
    struct First: Codable { var a: Int }
    #expect(try JSON.parse(text, as: First.self).a == 2)
  }

  @Test(arguments: [
    (#"[{},{"b":5,"é\"":7}]"#, #"[1].é": seven is nobody's"#),
    (#"[{"b":[{}],"c":7}]"#, "[0].b: expected a whole number, found an array"),
    ("[7]", "[0]: expected an object, found a number"),
  ])
  func `a type's own code learns where it is`(text: String, expected: String) {
    struct House: Decodable {
      init(from decoder: any Decoder) throws {
        guard try decoder.singleValueContainer().decode(Int.self) == 7 else { return }
        throw DecodingError.dataCorrupted(
          .init(codingPath: decoder.codingPath, debugDescription: "seven is nobody's"))
      }
    }
    #expect(message(text, [[String: House]].self) == expected)
  }

  @Test func `a byte order mark is skipped`() throws {
    #expect(try JSON.parse([0xEF, 0xBB, 0xBF] + Array("[1]".utf8), as: [Int].self) == [1])
  }

  @Test func `depth is limited, so that no text exhausts the stack`() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    struct Anything: Decodable { init(from decoder: any Decoder) {} }
    _ = try JSON.parse(nested(500), as: Anything.self)
    #expect(message(nested(501), Anything.self) == "line 1, column 501: nested deeper than 500")
    #expect(message(nested(100_000), Anything.self) == "line 1, column 501: nested deeper than 500")
  }

  @Test func `what was written is read again`() throws {
    struct Everything: Codable, Equatable {
      var at: Date
      var data: Data
      var site: URL
      var price: Decimal
      var id: UUID
      var optional: [Int?]
      var map: [Int: String]
    }
    let everything = Everything(
      at: Date(timeIntervalSince1970: 1_769_860_800.25), data: Data([0, 255]),
      site: try #require(URL(string: "http://example.com/")), price: 12.34, id: UUID(),
      optional: [1, nil], map: [1: "one", 2: "two"])
    #expect(try JSON.parse(JSON.stringify(everything), as: Everything.self) == everything)
    #expect(message(#""yesterday""#, Date.self).hasPrefix("expected a date like"))
    #expect(
      try JSON.parse(#""2026-01-31T12:00:00Z""#, as: Date.self)
        == Date(timeIntervalSince1970: 1_769_860_800))
  }

  @Test func `a type's own complaint is passed on in one line`() {
    enum Role: String, Codable { case admin }
    struct Member: Codable { var role: Role }
    #expect(
      message(#"{"role":"king"}"#, Member.self)
        == "role: Cannot initialize Role from invalid String value king")
  }
}
