// Encodable types as trees for templates.

import Foundation
import Testing

@testable import Chassis

@Suite struct ViewValueTests {
  private enum Role: String, Encodable { case admin }

  private struct Everything: Encodable {
    var text = "<é>"
    var flag = true
    var number = -7
    var large = UInt64.max
    var small: Int8 = -128
    var half = 0.5
    var whole = 3.0
    var tenth: Float = 0.1
    var huge = 1e21
    var noNumber = Double.nan
    var endless = -Double.infinity
    var price = Decimal(string: "12.30") ?? 0
    var date = Date(timeIntervalSince1970: 1_795_262_400.25)
    var page = URL(string: "https://example.com/a?b=c")
    var bytes = Data([1, 2, 255])
    var id = UUID(uuidString: "6F9619FF-8B86-D011-B42D-00CF4FC964FF")
    var role = Role.admin
    var list = [1, 2]
    var holes: [Int?] = [1, nil]
    var names = ["b": 1, "a": 2]
    var numbered = [7: "seven"]
    var nested = ["x": ["y": [true]]]
    var empty: [String: Int] = [:]
  }

  @Test func `every kind of value`() throws {
    let expected: ViewValue = [
      "text": "<é>", "flag": true, "number": -7, "large": .number("18446744073709551615"),
      "small": -128, "half": .number("0.5"), "whole": 3, "tenth": .number("0.1"),
      "huge": .number("1e+21"), "noNumber": .number("NaN"), "endless": .number("-Infinity"),
      "price": .number("12.3"), "date": "2026-11-21T12:00:00.250Z",
      "page": "https://example.com/a?b=c", "bytes": "AQL/",
      "id": "6F9619FF-8B86-D011-B42D-00CF4FC964FF", "role": "admin", "list": [1, 2],
      "holes": [1, nil], "names": ["a": 2, "b": 1], "numbered": ["7": "seven"],
      "nested": ["x": ["y": [true]]], "empty": [:],
    ]
    #expect(try ViewValue(Everything()) == expected)
  }

  @Test func `single values and lists at the top`() throws {
    #expect(try ViewValue(String("text")) == "text")
    #expect(try ViewValue(Int(1)) == 1)
    #expect(try ViewValue([true, false]) == [true, false])
    #expect(try ViewValue(Int?.none) == nil)
    #expect(try ViewValue(Role.admin) == "admin")
    #expect(try ViewValue(Date(timeIntervalSince1970: 0)) == "1970-01-01T00:00:00.000Z")
  }

  @Test func `what is nil stays, and hides what is further out`() throws {
    struct User: Encodable {
      var name: String?
      var age: Int?
      var tags: [String]?
      var flag: Bool?
      var share: Double?
      var role: Role?
    }
    struct Page: Encodable {
      var name = "page"
      var user = User()
    }
    #expect(
      try ViewValue(User()) == [
        "name": nil, "age": nil, "tags": nil, "flag": nil, "share": nil, "role": nil,
      ])
    #expect(try Mustache.render("[{{#user}}{{name}}{{/user}}]", Page()) == "[]")
  }

  private class Animal: Encodable {
    var name = "Tom"
  }

  private final class Cat: Animal {
    private enum CodingKeys: String, CodingKey { case lives, owner, toys, extra }
    override func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try super.encode(to: container.superEncoder())
      try container.encode(9, forKey: .lives)
      var owner = container.nestedContainer(keyedBy: CodingKeys.self, forKey: .owner)
      try owner.encode(1, forKey: .lives)
      var toys = container.nestedUnkeyedContainer(forKey: .toys)
      try toys.encode("ball")
      var inner = toys.nestedUnkeyedContainer()
      try inner.encode(1)
      try toys.encode("mouse")
      try toys.superEncoder().encodeOnly("last")
      try "more".encode(to: container.superEncoder(forKey: .extra))
    }
  }

  @Test func `containers inside containers, and superclasses`() throws {
    #expect(
      try ViewValue(Cat()) == [
        "super": ["name": "Tom"], "lives": 9, "owner": ["lives": 1],
        "toys": ["ball", [1], "mouse", "last"], "extra": "more",
      ])
  }

  @Test func `where a value knows its place, it is told`() throws {
    struct Spy: Encodable {
      func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(encoder.codingPath.map(\.stringValue).joined(separator: "/"))
      }
    }
    #expect(try ViewValue(["a": [Spy(), Spy()]]) == ["a": ["a/0", "a/1"]])
  }

  /// A list in a list in a list.
  private struct Nest: Encodable {
    var depth: Int
    func encode(to encoder: any Encoder) throws {
      var container = encoder.unkeyedContainer()
      if depth > 1 { try container.encode(Nest(depth: depth - 1)) }
    }
  }

  @Test func `too deep a value is refused`() throws {
    #expect(throws: Never.self) { try ViewValue(Nest(depth: 200)) }
    let error = #expect(throws: ViewValueError.self) { try ViewValue(Nest(depth: 100_000)) }
    #expect(
      error?.description == "0.0.0…: values for a view may not be nested deeper than 200")
  }

  @Test func `an error of the value's own comes through`() {
    struct Broken: Error, Encodable {
      func encode(to encoder: any Encoder) throws { throw self }
    }
    #expect(throws: Broken.self) { try ViewValue(["a": [Broken()]]) }
  }
}

extension Encoder {
  fileprivate func encodeOnly(_ text: String) throws {
    var container = singleValueContainer()
    try container.encode(text)
  }
}
