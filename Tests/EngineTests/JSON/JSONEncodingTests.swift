// What is written, compared whole with what JavaScript's JSON.stringify prints for the same value.

import Engine
import Foundation
import Testing

@Suite struct JSONEncodingTests {
  struct User: Codable {
    var id: Int
    var name: String
    var email: String?
    var tags: [String] = []
  }

  @Test func `fields stand in the order in which the type declares them, nil is left out`() throws {
    let rahul = User(id: 1, name: "Rahul", email: nil, tags: ["admin", "author"])
    #expect(try JSON.stringify(rahul) == #"{"id":1,"name":"Rahul","tags":["admin","author"]}"#)
  }

  @Test func `nested types, optionals in arrays, empty containers`() throws {
    struct Team: Encodable {
      var lead: User
      var members: [User] = []
      var scores: [Int?] = [1, nil, 3]
      var rooms: [String: [String: Int]] = ["b": ["z": 1, "y": 2], "a": [:]]
    }
    let team = Team(lead: User(id: 2, name: "Priya", email: "priya@example.com"))
    #expect(
      try JSON.stringify(team)
        == #"{"lead":{"id":2,"name":"Priya","email":"priya@example.com","tags":[]},"members":[],"#
        + #""scores":[1,null,3],"rooms":{"a":{},"b":{"y":2,"z":1}}}"#)
  }

  @Test func `dictionaries are sorted: whole numbers first, then text`() throws {
    #expect(
      try JSON.stringify([10: "ten", 9: "nine", -1: "less"])
        == #"{"-1":"less","9":"nine","10":"ten"}"#)
    #expect(
      try JSON.stringify(["b": 1, "10": 2, "9": 3, "1a": 4, "a": 5])
        == #"{"9":3,"10":2,"1a":4,"a":5,"b":1}"#)
  }

  @Test(arguments: [
    (0.0, "0"), (-0.0, "0"), (1.0, "1"), (-2.0, "-2"), (0.1, "0.1"),
    (0.1 + 0.2, "0.30000000000000004"),
    (1.5, "1.5"), (100.0, "100"), (123456789.125, "123456789.125"),
    (9007199254740993.0, "9007199254740992"),
    (1e16, "10000000000000000"), (1e20, "100000000000000000000"),
    (123456789012345680000.0, "123456789012345680000"), (1e21, "1e+21"), (1.5e300, "1.5e+300"),
    (0.001, "0.001"), (0.000001, "0.000001"), (0.0000015, "0.0000015"), (1e-7, "1e-7"),
    (1.25e-9, "1.25e-9"),
    (.leastNonzeroMagnitude, "5e-324"), (1.7976931348623157e308, "1.7976931348623157e+308"),
    (-1e-7, "-1e-7"),
    (4.35, "4.35"), (2.5e-5, "0.000025"),
  ])
  func `numbers look as JavaScript prints them`(number: Double, text: String) throws {
    #expect(try JSON.stringify(number) == text)
  }

  @Test func `a float keeps its own few digits, integers all of theirs`() throws {
    #expect(try JSON.stringify([Float(0.1)]) == "[0.1]")
    #expect(try JSON.stringify(UInt64.max) == "18446744073709551615")
    #expect(try JSON.stringify([Int64.min]) == "[-9223372036854775808]")
    #expect(try JSON.stringify([Int8(-1)]) == "[-1]")
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func `a number that is not finite is refused with its place`(number: Double) {
    struct Item: Encodable { var price: Double }
    #expect(throws: JSONError.self) { try JSON.stringify(Item(price: number)) }
    do { _ = try JSON.stringify(["items": [Item(price: 1), Item(price: number)]]) } catch {
      #expect("\(error)" == "items[1].price: \(number) is no JSON number")
    }
  }

  @Test(arguments: [
    ("plain", #""plain""#), (#"say "hi" \ bye"#, #""say \"hi\" \\ bye""#),
    ("\u{8}\u{9}\u{A}\u{C}\u{D}", #""\b\t\n\f\r""#),
    ("\u{0}\u{1F}\u{7F}", "\"\\u0000\\u001f\u{7F}\""),
    ("é 世界 🎉 \u{2028}", "\"é 世界 🎉 \u{2028}\""), ("</script>&", #""</script>&""#), ("", #""""#),
  ])
  func `text is escaped where it must be`(text: String, json: String) throws {
    #expect(try JSON.stringify(text) == json)
  }

  @Test func `escapeHTML makes text safe inside a page`() throws {
    let options = JSON.Options(escapeHTML: true)
    #expect(try JSON.stringify("</script>&", options) == #""\u003c/script\u003e\u0026""#)
  }

  @Test func `dates, bytes, addresses and identifiers`() throws {
    struct Record: Encodable {
      var at: Date
      var data: Data
      var bytes: [UInt8]
      var site: URL?
      var price: Decimal
      var id: UUID?
    }
    let record = Record(
      at: Date(timeIntervalSince1970: 1_769_860_800.25), data: Data("hi".utf8), bytes: [1, 255],
      site: URL(string: "http://example.com/a?b=c"), price: 12.30,
      id: UUID(uuidString: "6F9619FF-8B86-D011-B42D-00CF4FC964FF"))
    #expect(
      try JSON.stringify(record)
        == #"{"at":"2026-01-31T12:00:00.250Z","data":"aGk=","bytes":[1,255],"#
        + #""site":"http://example.com/a?b=c","price":12.3,"id":"6F9619FF-8B86-D011-B42D-00CF4FC964FF"}"#
    )
  }

  @Test func `indented, as stringify with two spaces`() throws {
    let user = User(id: 1, name: "Rahul", tags: ["admin"])
    #expect(
      try JSON.stringify([user], JSON.Options(spaces: 2)) == """
        [
          {
            "id": 1,
            "name": "Rahul",
            "tags": [
              "admin"
            ]
          }
        ]
        """)
    #expect(try JSON.stringify([[Int]()], JSON.Options(spaces: 2)) == "[\n  []\n]")
    #expect(try JSON.stringify([String: Int](), JSON.Options(spaces: 2)) == "{}")
  }

  @Test func `sorted keys at every level`() throws {
    struct Outer: Encodable {
      var zulu = ["d": 1, "c": 2]
      var alpha = Inner()
    }
    struct Inner: Encodable {
      var two = "b"
      var one = [3, 1]
    }
    #expect(
      try JSON.stringify(Outer(), JSON.Options(sortedKeys: true))
        == #"{"alpha":{"one":[3,1],"two":"b"},"zulu":{"c":2,"d":1}}"#)
    #expect(
      try JSON.stringify(Inner(), JSON.Options(spaces: 1, sortedKeys: true))
        == "{\n \"one\": [\n  3,\n  1\n ],\n \"two\": \"b\"\n}")
  }

  class Animal: Encodable {
    var legs = 4
  }
  final class Dog: Animal {
    var name = "Sheru"
    enum Key: CodingKey { case name }
    override func encode(to encoder: any Encoder) throws {
      try super.encode(to: encoder)
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(name, forKey: .name)
    }
  }

  @Test func `a subclass adds to the object of its superclass`() throws {
    #expect(try JSON.stringify(Dog()) == #"{"legs":4,"name":"Sheru"}"#)
  }

  enum Shape: Codable {
    case circle(radius: Double)
    case unit
  }

  @Test func `enumerations`() throws {
    enum Role: String, Codable { case admin }
    #expect(try JSON.stringify([Role.admin]) == #"["admin"]"#)
    #expect(
      try JSON.stringify([Shape.circle(radius: 2), .unit])
        == #"[{"circle":{"radius":2}},{"unit":{}}]"#)
    #expect(try JSON.stringify(Optional<Int>.none) == "null")
  }

  struct OutOfOrder: Encodable {
    enum Key: CodingKey { case first, second }
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      var first = container.nestedUnkeyedContainer(forKey: .first)
      try container.encode(2, forKey: .second)
      try first.encode(1)
    }
  }

  @Test func `going back to a container that is closed is an error, not a broken text`() {
    #expect(throws: JSONError.self) { try JSON.stringify(OutOfOrder()) }
  }

  struct Endless: Encodable {
    func encode(to encoder: any Encoder) throws {
      var container = encoder.unkeyedContainer()
      try container.encode(Endless())
    }
  }

  @Test func `what never ends is refused at the depth limit`() {
    let error = #expect(throws: JSONError.self) { try JSON.stringify(Endless()) }
    #expect(error?.reason == "nested deeper than 500")
  }
}
