// Assertions as they are read: every query, filter, predicate and value that the runner knows, and what it refuses.

import Testing

@testable import WorkbookKit

struct AssertParserTests {
  // MARK: Queries

  static let queries: [Row<Query>] = [
    Row("status", .status), Row("version", .version), Row("url", .url), Row("body", .body),
    Row("bytes", .bytes),
    Row("rawbytes", .rawBytes), Row("duration", .duration), Row("redirects", .redirects),
    Row(#"header "Content-Type""#, .header(Template("Content-Type"))),
    Row(#"header "{{name}}""#, .header(Template(parts: [.placeholder("name", at(4, 9))]))),
    Row(#"cookie "session""#, .cookie(name: Template("session"), attribute: nil)),
    Row(#"cookie "session[Max-Age]""#, .cookie(name: Template("session"), attribute: "Max-Age")),
    Row(
      #"cookie "{{name}}[Secure]""#,
      .cookie(name: Template(parts: [.placeholder("name", at(4, 9))]), attribute: "Secure")),
    Row(#"jsonpath "$.users[0]['name']""#, .jsonPath(Template("$.users[0]['name']"))),
    Row(#"regex /id=(\d+)/"#, .regex(.literal(#"id=(\d+)"#))),
    Row(#"regex /a\/(b)/"#, .regex(.literal("a/(b)"))),
    Row(#"regex "id=(\\d+)""#, .regex(.template(Template(#"id=(\d+)"#)))),
    Row(#"variable "id""#, .variable("id")),
  ]

  @Test(arguments: queries) func aQueryIsRead(_ row: Row<Query>) throws {
    let text = "\(row.text) exists"
    let expected = Assert(
      query: row.expected, filters: [], isNegated: false, predicate: .exists, position: at(4),
      text: text)
    #expect(try onlyAssert(text) == expected)
  }

  // MARK: Filters

  static let filters: [Row<[Filter]>] = [
    Row("base64Decode utf8Decode", [.base64Decode, .utf8Decode]),
    Row("utf8Encode base64Encode", [.utf8Encode, .base64Encode]),
    Row("base64UrlSafeDecode", [.base64UrlSafeDecode]),
    Row("base64UrlSafeEncode", [.base64UrlSafeEncode]),
    Row("count", [.count]), Row("first", [.first]), Row("last", [.last]), Row("nth 2", [.nth(2)]),
    Row("nth -1", [.nth(-1)]),
    Row("daysAfterNow", [.daysAfterNow]), Row("daysBeforeNow", [.daysBeforeNow]),
    Row(
      #"toDate "%Y-%m-%d" dateFormat "%d.%m.""#,
      [.toDate(Template("%Y-%m-%d")), .dateFormat(Template("%d.%m."))]),
    Row(#"format "%Y""#, [.dateFormat(Template("%Y"))]),
    Row("htmlEscape", [.htmlEscape]), Row("htmlUnescape", [.htmlUnescape]),
    Row("location", [.location]),
    Row(#"jsonpath "$.name""#, [.jsonPath(Template("$.name"))]),
    Row("regex /a(b)/", [.regex(.literal("a(b)"))]),
    Row(#"replace "a" "b""#, [.replace(old: Template("a"), new: Template("b"))]),
    Row(#"replaceRegex /a+/ "b""#, [.replaceRegex(.literal("a+"), new: Template("b"))]),
    Row(#"split "," nth 0 toInt"#, [.split(Template(",")), .nth(0), .toInt]),
    Row("toFloat", [.toFloat]), Row("toHex", [.toHex]), Row("toString", [.toString]),
    Row("urlDecode", [.urlDecode]), Row("urlEncode", [.urlEncode]),
    Row(#"urlQueryParam "page""#, [.urlQueryParam(Template("page"))]),
  ]

  @Test(arguments: filters) func filtersAreRead(_ row: Row<[Filter]>) throws {
    #expect(try onlyAssert("body \(row.text) not exists")?.filters == row.expected)
  }

  // MARK: Predicates and values

  static let predicates: [Row<Predicate>] = [
    Row("== 1", .equals(.integer(1))), Row("!= 1", .notEquals(.integer(1))),
    Row("> 1", .greater(.integer(1))),
    Row(">= 1", .greaterOrEqual(.integer(1))), Row("< 1", .less(.integer(1))),
    Row("<= 1", .lessOrEqual(.integer(1))),
    Row(#"startsWith "a""#, .startsWith(.text(Template("a")))),
    Row(#"endsWith "a""#, .endsWith(.text(Template("a")))),
    Row(#"contains "a""#, .contains(.text(Template("a")))),
    Row(#"includes "a""#, .includes(.text(Template("a")))),
    Row(#"matches /^\d{3}$/"#, .matches(.literal(#"^\d{3}$"#))),
    Row(#"matches "^\\d{3}$""#, .matches(.template(Template(#"^\d{3}$"#)))),
    Row("exists", .exists), Row("isEmpty", .isEmpty), Row("isBoolean", .isBoolean),
    Row("isCollection", .isCollection),
    Row("isDate", .isDate), Row("isFloat", .isFloat), Row("isInteger", .isInteger),
    Row("isIpv4", .isIpv4),
    Row("isIpv6", .isIpv6), Row("isIsoDate", .isIsoDate), Row("isList", .isList),
    Row("isNumber", .isNumber),
    Row("isObject", .isObject), Row("isString", .isString), Row("isUuid", .isUuid),
  ]

  @Test(arguments: predicates) func aPredicateIsRead(_ row: Row<Predicate>) throws {
    let text = "body \(row.text)"
    let plain = Assert(
      query: .body, filters: [], isNegated: false, predicate: row.expected, position: at(4, 2),
      text: text)
    #expect(try onlyAssert(" \(text)  # a comment") == plain)
    var negated = plain
    negated.isNegated = true
    negated.text = "body not \(row.text)"
    #expect(try onlyAssert(" body not \(row.text)") == negated)
  }

  static let literals: [Row<Literal>] = [
    Row("null", .null), Row("true", .bool(true)), Row("false", .bool(false)),
    Row("-7", .integer(-7)),
    Row("9223372036854775808", .float(9_223_372_036_854_775_808)), Row("1.50", .float(1.5)),
    Row("1e3", .float(1_000)),
    Row(#""""#, .text(Template(""))), Row(##""a # b""##, .text(Template("a # b"))),
    Row(#""\"\\\n\r\t\b\f\u{e9}""#, .text(Template("\"\\\n\r\t\u{8}\u{c}é"))),
    Row("{{id}}", .variable("id")),
    Row(#""{{id}}""#, .text(Template(parts: [.placeholder("id", at(4, 10))]))),
    Row(#""/{{id}}""#, .text(Template(parts: [.text("/"), .placeholder("id", at(4, 11))]))),
    Row("`a \"b\"`", .text(Template("a \"b\""))), Row("```\na\nb\n```", .text(Template("a\nb\n"))),
    Row("hex,00ff;", .bytes([0, 255])), Row("base64,AP8=;", .bytes([0, 255])),
    Row("file,users.json;", .file(Template("users.json"))), Row("/a+/", .regex("a+")),
  ]

  @Test(arguments: literals) func aValueIsRead(_ row: Row<Literal>) throws {
    let text = "body == \(row.text)"
    let expected = Assert(
      query: .body, filters: [], isNegated: false, predicate: .equals(row.expected),
      position: at(4), text: text)
    #expect(try onlyAssert(text) == expected)
  }

  // MARK: Refused

  static let refused: [Row<String>] = [
    Row("stats == 200", #"4:1: unknown query "stats": did you mean "status"?"#),
    Row("xpath \"//h1\" exists", "4:1: the query xpath is not supported here"),
    Row("sha256 == hex,00;", "4:1: the query sha256 is not supported here"),
    Row("header == \"a\"", #"4:8: a text is missing here; it is written header "Name""#),
    Row("jsonpath $.id == 1", #"4:10: a text is missing here; it is written jsonpath "$.name""#),
    Row(
      "cookie \"a[Secur]\" exists",
      #"4:8: unknown attribute "Secur" of a cookie: did you mean "Secure"?"#),
    Row("variable \"{{id}}\" exists", "4:10: a plain name belongs here"),
    Row("regex /(/ exists", "4:7: this is no regular expression"),
    Row("regex /a exists", "4:7: the expression that begins here has no closing /"),
    Row("body cuont == 2", #"4:6: unknown filter "cuont": did you mean "count"?"#),
    Row("body xpath \"//h1\" exists", "4:6: the filter xpath is not supported here"),
    Row("body nth one exists", #"4:10: nth wants a whole number, not "one""#),
    Row(
      "body replace \"a\" == 1", #"4:18: a text is missing here; it is written replace "old" "new""#
    ),
    Row("status", #"4:7: a predicate is missing: == "…", contains "…", exists, …"#),
    Row("status not # why", #"4:12: a predicate is missing: == "…", contains "…", exists, …"#),
    Row("status = 200", #"4:8: unknown predicate "=": did you mean "=="?"#),
    Row("status equals 200", #"4:8: unknown predicate "equals": did you mean "=="?"#),
    Row("body isInt", #"4:6: unknown predicate "isInt""#),
    Row("body contain \"a\"", #"4:6: unknown predicate "contain": did you mean "contains"?"#),
    Row("status ==", "4:10: a value is missing behind =="),
    Row("body == Rahul", #"4:9: "Rahul" is no value: a text stands between quotation marks"#),
    Row("status == 0xC8", #"4:11: "0xC8" is no value: a text stands between quotation marks"#),
    Row("body == \"Rahul", "4:9: the text that begins here has no closing quotation mark"),
    Row("body == \"\\d\"", #"4:10: unknown escape; known are \" \\ \n \r \t \b \f \u{…}"#),
    Row("body == `Rahul", "4:9: the text that begins here has no closing `"),
    Row("body == {{id", "4:9: a place for a variable is written {{name}}"),
    Row("body exists twice", #"4:13: "twice" is one word too many on this line"#),
  ]

  @Test(arguments: refused) func aWrongAssertionIsRefused(_ row: Row<String>) throws {
    let error = #expect(throws: ScriptError.self) { try onlyAssert(row.text) }
    #expect(error?.description == "users.hurl:" + row.expected)
  }
}
