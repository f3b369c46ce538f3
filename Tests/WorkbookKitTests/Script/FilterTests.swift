// Filters: a value goes in, another comes out; what a filter cannot take, it refuses and says what it wants.

import Foundation
import Testing

@testable import WorkbookKit

struct FilterTests {
  /// One filter, as a script writes it, with what goes in and what comes out.
  struct Case: Sendable, CustomStringConvertible {
    var filter: String
    var value: Value
    var expected: Value?

    init(_ filter: String, _ value: Value, _ expected: Value?) {
      (self.filter, self.value, self.expected) = (filter, value, expected)
    }

    var description: String { "\(filter) of \(value.shown)" }
  }

  private static func apply(_ source: String, to value: Value) throws -> Value? {
    var variables = ScriptVariables(seed: 1, ["name": .text("Rahul")])
    let filters = try onlyAssert("body \(source) exists")?.filters ?? []
    try #require(filters.count == 1)
    return try filters[0].apply(to: value, &variables)
  }

  private static let numbers = Value.list([.integer(1), .integer(2), .integer(3)])
  /// 21 November 2026, 08:49:37 UTC
  private static let date = Value.date(1_795_250_977)

  // MARK: Lists and numbers

  static let lists = [
    Case("count", numbers, .integer(3)), Case("count", .list([]), .integer(0)),
    Case("count", .object([("a", .null)]), .integer(1)),
    Case("count", .bytes([1, 2]), .integer(2)),
    Case("count", .text("Rahul"), .integer(5)),
    Case("first", numbers, .integer(1)), Case("last", numbers, .integer(3)),
    Case("first", .list([]), nil), Case("last", .list([]), nil),
    Case("nth 0", numbers, .integer(1)), Case("nth 2", numbers, .integer(3)),
    Case("nth -1", numbers, .integer(3)), Case("nth 3", numbers, nil), Case("nth -4", numbers, nil),
    Case("toInt", .text("-42"), .integer(-42)), Case("toInt", .integer(7), .integer(7)),
    Case("toInt", .float(1.9), .integer(1)), Case("toInt", .float(-1.9), .integer(-1)),
    Case("toFloat", .text("1.5"), .float(1.5)), Case("toFloat", .integer(2), .float(2)),
    Case("toString", .integer(7), .text("7")), Case("toString", .bool(true), .text("true")),
    Case("toString", .null, .text("null")), Case("toString", .text("a"), .text("a")),
    Case("toString", numbers, .text("[1,2,3]")), Case("toString", .bytes([0, 255]), .text("00ff")),
    Case("toString", date, .text("2026-11-21T08:49:37.000Z")),
  ]

  // MARK: Texts and bytes

  static let texts = [
    Case("base64Encode", .bytes(Array("Rahul?>".utf8)), .text("UmFodWw/Pg==")),
    Case("base64Decode", .text("UmFodWw/Pg=="), .bytes(Array("Rahul?>".utf8))),
    Case("base64UrlSafeEncode", .bytes([0xFB, 0xFF, 0xFE, 0x01]), .text("-__-AQ")),
    Case("base64UrlSafeDecode", .text("-__-AQ"), .bytes([0xFB, 0xFF, 0xFE, 0x01])),
    Case("utf8Encode", .text("é"), .bytes([0xC3, 0xA9])),
    Case("utf8Decode", .bytes([0xC3, 0xA9]), .text("é")),
    Case("toHex", .bytes([0, 10, 255]), .text("000aff")),
    Case("split \", \"", .text("a, b,c"), .list([.text("a"), .text("b,c")])),
    Case("split \",\"", .text(",a,"), .list([.text(""), .text("a"), .text("")])),
    Case("replace \"a\" \"{{name}}\"", .text("a-a."), .text("Rahul-Rahul.")),
    Case("replace \".\" \"\"", .text("1.2"), .text("12")),
    Case("replaceRegex /\\d+/ \"#\"", .text("a1b22"), .text("a#b#")),
    Case("regex /id=(\\d+)/", .text("id=7; id=8"), .text("7")),
    Case("regex \"(\\\\w+) {{name}}\"", .text("Hello Rahul"), .text("Hello")),
    Case("regex /id=(\\d+)/", .text("none"), nil), Case("regex /a|(b)/", .text("a"), nil),
    Case("jsonpath \"$.name\"", .text("{\"name\": \"Priya\"}"), .text("Priya")),
    Case("jsonpath \"$.age\"", .text("{\"name\": \"Priya\"}"), nil),
    Case(
      "htmlEscape", .text("<a href=\"x\">'&'</a>"),
      .text("&lt;a href=&quot;x&quot;&gt;&#x27;&amp;&#x27;&lt;/a&gt;")),
    Case(
      "htmlUnescape", .text("&lt;b&gt; &quot;&amp;&quot; &apos;&#39;&#x1F600;"),
      .text("<b> \"&\" ''😀")),
    Case(
      "htmlUnescape", .text("&amp;lt; &#38;lt; &unknown; &#xD800; &"),
      .text("&lt; &lt; &unknown; &#xD800; &")),
    Case(
      "urlEncode", .text("https://a.b/?x=ш&y=(1 2)~'"),
      .text("https%3A//a.b/%3Fx%3D%D1%88%26y%3D%281%202%29~%27")),
    Case("urlDecode", .text("https%3A%2F%2Fa.b/%D1%88+1"), .text("https://a.b/ш+1")),
    Case("urlQueryParam \"page\"", .text("http://a/?x=1&page=a%20b"), .text("a b")),
    Case("urlQueryParam \"none\"", .text("http://a/?x=1"), nil),
    Case("urlQueryParam \"none\"", .text("http://a/"), nil),
    Case("location", .text("http://a/users"), .text("http://a/users")),
  ]

  // MARK: Dates

  static let dates = [
    Case("toDate \"%Y-%m-%d %H:%M:%S\"", .text("2026-11-21 08:49:37"), date),
    Case("toDate \"%a, %d %b %Y %H:%M:%S GMT\"", .text("Sat, 21 Nov 2026 08:49:37 GMT"), date),
    Case("toDate \"%Y-%m-%d %H:%M:%S %z\"", .text("2026-11-21 10:19:37 +0130"), date),
    Case("toDate \"%+\"", .text("2026-11-21T08:49:37Z"), date),
    Case("toDate \"%+\"", .text("2026-11-21T14:19:37.5+05:30"), .date(1_795_250_977.5)),
    Case("toDate \"%+\"", .text("2026-11-21T03:49:37-05:00"), date),
    Case("dateFormat \"%d.%m.%Y %H:%M\"", date, .text("21.11.2026 08:49")),
    Case("format \"%A\"", date, .text("Saturday")), Case("dateFormat \"\"", date, .text("")),
    Case("daysAfterNow", .date(Date().timeIntervalSince1970 + 10.5 * 86_400), .integer(10)),
    Case("daysBeforeNow", .date(Date().timeIntervalSince1970 - 3.5 * 86_400), .integer(3)),
    Case("daysBeforeNow", .date(Date().timeIntervalSince1970 + 3.5 * 86_400), .integer(-3)),
  ]

  @Test(arguments: lists + texts + dates) func aValueIsFiltered(_ row: Case) throws {
    #expect(try Self.apply(row.filter, to: row.value) == row.expected)
  }

  // MARK: Refused

  static let refused: [(filter: String, value: Value, message: String)] = [
    ("count", .integer(3), "filter count: expected a list, text or bytes, found integer 3"),
    ("first", .text("a"), #"filter first: expected a list, found text "a""#),
    ("last", .object([]), "filter last: expected a list, found object with 0 names: {}"),
    ("nth 0", .null, "filter nth: expected a list, found null"),
    (
      "toInt", .text("seven"),
      #"filter toInt: expected a number or a text that is one, found text "seven""#
    ),
    (
      "toInt", .float(1e300),
      "filter toInt: expected a number or a text that is one, found float 1e+300"
    ),
    ("toFloat", .bool(true), "filter toFloat: expected a number or a text that is one, found true"),
    ("base64Decode", .text("a*"), #"filter base64Decode: "a*" is no base64"#),
    ("base64UrlSafeDecode", .text("a*"), #"filter base64UrlSafeDecode: "a*" is no base64"#),
    ("base64Encode", .text("a"), #"filter base64Encode: expected bytes, found text "a""#),
    ("utf8Decode", .bytes([255]), "filter utf8Decode: the bytes are no UTF-8"),
    ("utf8Encode", .bytes([255]), "filter utf8Encode: expected a text, found 1 bytes ff"),
    ("toHex", .text("a"), #"filter toHex: expected bytes, found text "a""#),
    ("split \",\"", .list([]), "filter split: expected a text, found list of 0: []"),
    ("replace \"a\" \"b\"", .integer(1), "filter replace: expected a text, found integer 1"),
    (
      "replace \"a\" \"{{nam}}\"", .text("a"),
      #"the variable "nam" has no value: did you mean "name"?"#
    ),
    ("regex /a+/", .text("a"), "the expression has no group in parentheses to capture"),
    ("regex \"({{name}}\"", .text("a"), #""(Rahul" is no regular expression"#),
    ("jsonpath \"$.name\"", .text("Priya"), "no JSON: no JSON value (line 1, column 1)"),
    ("jsonpath \"name\"", .text("{}"), #"JSONPath "name": a path begins with $ (column 1)"#),
    (
      "toDate \"%Y-%m-%d\"", .text("21.11.2026"),
      #"filter toDate: "21.11.2026" is no date of the form "%Y-%m-%d""#
    ),
    (
      "toDate \"%Y\"", .text("2026 and more"),
      #"filter toDate: "2026 and more" is no date of the form "%Y""#
    ),
    (
      "toDate \"%+\"", .text("2026-13-01T00:00:00Z"),
      #"filter toDate: "2026-13-01T00:00:00Z" is no date of the form "%+""#
    ),
    ("dateFormat \"%Y\"", .text("2026"), #"filter dateFormat: expected a date, found text "2026""#),
    ("daysAfterNow", .integer(0), "filter daysAfterNow: expected a date, found integer 0"),
    ("location", .list([]), "filter location: expected a text, found list of 0: []"),
  ]

  @Test(arguments: refused.indices) func whatAFilterCannotTakeIsRefused(_ index: Int) {
    let (filter, value, message) = Self.refused[index]
    #expect(throws: EvaluationError(message), "\(filter)") { try Self.apply(filter, to: value) }
  }

  @Test func badPercentEncodingIsRefused() {
    let error = #expect(throws: EvaluationError.self) {
      try Self.apply("urlDecode", to: .text("%zz"))
    }
    #expect(error?.description.hasPrefix("filter urlDecode: ") == true)
  }
}
