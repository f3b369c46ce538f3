// All mistakes of a value, not only the first; and text that counts as the number it spells.

import Foundation
import Testing

@testable import Engine

@Suite struct JSONTextTests {
  enum Color: String, Codable { case red, green }
  enum Size: Int, Codable, CaseIterable {
    case small = 1
    case large
  }
  struct Paint: Codable, Equatable {
    var color: Color
    var size: Size
  }
  struct Everything: Codable {
    var date: Date, data: Data, url: URL, id: UUID, price: Decimal, float: Float, small: UInt8
    var flag: Bool, colors: [String: Int], pair: [[Int]]
  }
  struct Empty: Codable {}
  struct Holder: Codable { var empty: Empty, maybe: Color?, list: [Color] }
  /// Without end, and so never to be read.
  final class Endless: Codable { let left: Endless, right: Endless }
  struct Either: Codable {
    var text: String
    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      let number = try? container.decode(Int.self)
      text = try number.map(String.init) ?? container.decode(String.self)
    }
  }

  private func value(_ text: String) throws -> JSON.Text { try JSON.Text(Array(text.utf8)) }

  private func mistakes<Value: Decodable>(_ text: String, _ type: Value.Type) throws -> [String] {
    try value(text).mistakes(as: type).found.map {
      "\($0) | \($0.expected ?? "-") | \($0.found ?? "-")"
    }
  }

  @Test func `every type that has something to stand in`() throws {
    #expect(
      try mistakes(
        #"{"date":"x","data":"?","url":5,"id":"1","price":"2","float":null,"small":256}"#,
        Everything.self)
        == [
          #"date: expected a date like "2026-01-31T12:00:00.000Z", found a string | a date like "2026-01-31T12:00:00.000Z" | "x""#,
          #"data: expected bytes in base64, found a string | bytes in base64 | "?""#,
          "url: expected a URL, found a number | a URL | 5",
          #"id: expected a UUID, found a string | a UUID | "1""#,
          #"price: expected a number, found a string | a number | "2""#,
          "float: expected a number, found null | a number | null",
          "small: expected a whole number from 0 to 255, found 256 | a whole number from 0 to 255 | 256",
          "flag: is missing | true or false | nothing", "colors: is missing | an object | nothing",
          "pair: is missing | an array | nothing",
        ])
  }

  @Test func `an enum whose cases nobody tells ends the search, unless it may be nil`() throws {
    #expect(
      try mistakes(#"{"color":"blue","size":3}"#, Paint.self) == [
        #"color: Cannot initialize Color from invalid String value blue | - | "blue""#
      ])
    #expect(try value(#"{"color":"blue","size":3}"#).mistakes(as: Paint.self).value == nil)
    #expect(
      try mistakes(#"{"color":"red","size":3}"#, Paint.self) == [
        "size: expected one of 1, 2, found a number | one of 1, 2 | 3"
      ])
    #expect(
      try mistakes(#"{"maybe":"blue","list":["red","blue","black"]}"#, Holder.self) == [
        "empty: is missing | a value | nothing",
        #"maybe: Cannot initialize Color from invalid String value blue | - | "blue""#,
        #"list[1]: Cannot initialize Color from invalid String value blue | - | "blue""#,
      ])
  }

  @Test func `what is right has no mistakes`() throws {
    let (value, found) = try value(#"{"color":"red","size":2}"#).mistakes(as: Paint.self)
    #expect(value == Paint(color: .red, size: .large))
    #expect(found == [])
  }

  @Test(.timeLimit(.minutes(1))) func `never without end`() throws {
    #expect(try value("{}").mistakes(as: Endless.self).value == nil)
    let many = "[" + (0..<50_000).map { _ in "{}" }.joined(separator: ",") + "]"
    #expect(try value(many).mistakes(as: [Int].self).found.count == 100)
  }

  @Test(arguments: [
    (#""30""#, "30"), (#""-1e2""#, "-100"), (#""""#, "nil"), ("null", "nil"), ("7", "7"),
    (#""030""#, #"expected a whole number, found "030""#),
    (#""+5""#, #"expected a whole number, found "+5""#),
    (#"" 5""#, #"expected a whole number, found " 5""#),
    (#""0x1""#, #"expected a whole number, found "0x1""#),
    (#""inf""#, #"expected a whole number, found "inf""#),
  ])
  func `text as numbers, where that is asked for`(text: String, expected: String) throws {
    do {
      let number = try value(text).decode(Int?.self, readingText: true)
      #expect(number.map { "\($0)" } ?? "nil" == expected)
    } catch { #expect("\(error)" == expected) }
    if text.hasPrefix("\"") {
      #expect(throws: JSONError.self) { try value(text).decode(Int?.self) }
    }
  }

  @Test func `a lone value of a form may stand for a list`() throws {
    struct Tags: Codable { var tags: [Int] }
    #expect(try value(#"{"tags":"3"}"#).decode(Tags.self, readingText: true).tags == [3])
    let error = #expect(throws: JSONError.self) {
      try value(#"{"tags":"x"}"#).decode(Tags.self, readingText: true)
    }
    #expect(error?.description == #"tags: expected a whole number, found "x""#)
  }

  @Test(arguments: [
    "null", "true", "[]", "{}", #""é\n""#, "-1.50e2", #"[1,[2,[]],{"a":{"b":[null]},"c":"d"}]"#,
  ])
  func `a text is a tree, and a tree is a text`(text: String) throws {
    let tree = try value(text).value
    #expect(JSON.Text(tree).value == tree)
    #expect(try value(text).isObjectOrArray == (text.first == "[" || text.first == "{"))
  }

  @Test func `several readings of one value`() throws {
    #expect(try value(#""a""#).decode(Either.self).text == "a")
    #expect(try value("5").decode(Either.self).text == "5")
  }
}
