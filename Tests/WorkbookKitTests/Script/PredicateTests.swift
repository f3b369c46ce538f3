// Predicates: which values hold, which do not, and how the judgement reads. What cannot be judged at all, because nothing
// was found or because it is of another kind, holds neither plainly nor negated.

import Testing

@testable import WorkbookKit

struct PredicateTests {
  enum Verdict: String { case holds, fails, cannotBeJudged }

  /// A predicate, as a script writes it, with what a query found.
  struct Case: Sendable, CustomStringConvertible {
    var predicate: String
    var found: Value?
    var verdict: Verdict

    init(_ predicate: String, _ found: Value?, _ verdict: Verdict) {
      (self.predicate, self.found, self.verdict) = (predicate, found, verdict)
    }

    var description: String { "\(predicate) of \(found?.shown ?? "nothing"): \(verdict)" }
  }

  private static func judge(_ source: String, _ found: Value?) throws -> Judgement {
    var variables = ScriptVariables(seed: 1, ["name": .text("Rahul"), "id": .integer(7)])
    let assert = try #require(try onlyAssert("body \(source)"))
    return try assert.predicate.judge(found, negated: assert.isNegated, &variables) {
      name, variables throws(EvaluationError) in
      Array("content of \(try variables.fill(name))".utf8)
    }
  }

  private static let rahul = Value.text("Rahul")
  private static let list = Value.list([.integer(1), .text("two"), .null])

  static let comparisons = [
    Case("== 1", .integer(1), .holds), Case("== 1", .float(1), .holds),
    Case("== 1.0", .integer(1), .holds),
    Case("== 1", .integer(2), .fails), Case("== 1", .text("1"), .fails),
    Case("== \"1\"", .integer(1), .fails),
    Case("== null", .null, .holds), Case("== null", nil, .cannotBeJudged),
    Case("== true", .bool(true), .holds),
    Case("== true", .text("true"), .fails), Case("== \"Rahul\"", rahul, .holds),
    Case("== \"rahul\"", rahul, .fails),
    Case("== \"{{name}}\"", rahul, .holds), Case("== {{id}}", .integer(7), .holds),
    Case("== \"{{id}}!\"", .text("7!"), .holds),
    Case("== {{id}}", .text("7"), .fails),
    // Between quotation marks everything is a text.
    Case("== \"{{id}}\"", .text("7"), .holds), Case("== \"{{id}}\"", .integer(7), .fails),
    Case("contains \"{{id}}\"", .text("user 7"), .holds),
    Case("contains {{id}}", .text("7"), .cannotBeJudged),
    Case("== hex,00ff;", .bytes([0, 255]), .holds),
    Case("== file,{{name}};", .bytes(Array("content of Rahul".utf8)), .holds),
    // The same letter, once as one scalar and once as two.
    Case("== \"\\u{e9}\"", .text("e\u{301}"), .fails),
    Case("!= 1", .integer(2), .holds), Case("!= 1", .integer(1), .fails),
    Case("!= 1", rahul, .holds),
    Case("!= 1", nil, .cannotBeJudged),
    Case("> 1", .integer(2), .holds), Case("> 1", .integer(1), .fails),
    Case("> 1.5", .integer(2), .holds),
    Case("> 1", .text("2"), .cannotBeJudged), Case("> 1", nil, .cannotBeJudged),
    Case(">= 1", .integer(1), .holds), Case(">= 1", .float(0.5), .fails),
    Case("< 1", .integer(0), .holds), Case("< 1", .integer(1), .fails),
    Case("< \"b\"", .text("a"), .holds),
    Case("<= 1", .integer(1), .holds), Case("<= 1", .integer(2), .fails),
    Case("<= 1", .bool(true), .cannotBeJudged),
  ]

  static let parts = [
    Case("startsWith \"Ra\"", rahul, .holds), Case("startsWith \"ra\"", rahul, .fails),
    Case("startsWith \"\"", rahul, .holds),
    Case("startsWith \"1\"", .integer(12), .cannotBeJudged),
    Case("startsWith hex,00;", .bytes([0, 1]), .holds),
    Case("startsWith hex,01;", .bytes([0, 1]), .fails),
    Case("startsWith \"a\"", .bytes([97]), .cannotBeJudged),
    Case("endsWith \"ul\"", rahul, .holds), Case("endsWith \"Ra\"", rahul, .fails),
    Case("endsWith hex,01;", .bytes([0, 1]), .holds),
    Case("endsWith \"ul\"", nil, .cannotBeJudged),
    Case("contains \"ah\"", rahul, .holds), Case("contains \"ha\"", rahul, .fails),
    Case("contains \"\"", .text(""), .holds),
    Case("contains \"\\n\"", .text("a\r\nb"), .holds),
    Case("contains hex,0102;", .bytes([0, 1, 2]), .holds),
    Case("contains hex,02;", .bytes([0, 1]), .fails), Case("contains \"two\"", list, .holds),
    Case("contains 2", list, .fails),
    Case("contains \"a\"", .object([]), .cannotBeJudged),
    Case("contains \"a\"", nil, .cannotBeJudged),
    Case("includes null", list, .holds), Case("includes 1.0", list, .holds),
    Case("includes 2", list, .fails),
    Case("includes \"R\"", rahul, .cannotBeJudged),
    Case("matches /^R.*l$/", rahul, .holds), Case("matches /h/", rahul, .holds),
    Case("matches /^h/", rahul, .fails),
    Case("matches \"^{{name}}$\"", rahul, .holds), Case("matches /a\\nb/", .text("a\nb"), .holds),
    Case("matches /\\r\\nb/", .text("a\r\nb"), .holds),
    Case("matches /^.$/", .text("\u{e9}"), .holds),
    Case("matches /^..$/", .text("e\u{301}"), .holds),
    Case("matches /1/", .integer(1), .cannotBeJudged), Case("matches /1/", nil, .cannotBeJudged),
  ]

  static let kinds = [
    Case("exists", .null, .holds), Case("exists", .list([]), .holds), Case("exists", nil, .fails),
    Case("isEmpty", .text(""), .holds), Case("isEmpty", .list([]), .holds),
    Case("isEmpty", .object([]), .holds),
    Case("isEmpty", .bytes([]), .holds), Case("isEmpty", rahul, .fails),
    Case("isEmpty", .null, .cannotBeJudged),
    Case("isEmpty", nil, .cannotBeJudged),
    Case("isBoolean", .bool(false), .holds), Case("isBoolean", .text("false"), .fails),
    Case("isBoolean", nil, .cannotBeJudged),
    Case("isCollection", list, .holds), Case("isCollection", .object([]), .holds),
    Case("isCollection", rahul, .fails),
    Case("isDate", .date(0), .holds), Case("isDate", .text("2026-11-21"), .fails),
    Case("isFloat", .float(1), .holds), Case("isFloat", .integer(1), .fails),
    Case("isInteger", .integer(1), .holds), Case("isInteger", .float(1), .fails),
    Case("isNumber", .integer(1), .holds), Case("isNumber", .float(1), .holds),
    Case("isNumber", .text("1"), .fails),
    Case("isList", list, .holds), Case("isList", .object([]), .fails),
    Case("isObject", .object([]), .holds),
    Case("isObject", list, .fails), Case("isString", rahul, .holds),
    Case("isString", .null, .fails),
    Case("isIsoDate", .text("2026-11-21T08:49:37.123Z"), .holds),
    Case("isIsoDate", .text("2026-11-21T08:49:37+01:00"), .holds),
    Case("isIsoDate", .text("2026-11-21"), .fails),
    Case("isIsoDate", .text("2026-11-21T25:00:00Z"), .fails),
    Case("isIsoDate", .integer(1), .cannotBeJudged),
    Case("isIpv4", .text("127.0.0.1"), .holds), Case("isIpv4", .text("127.0.0.256"), .fails),
    Case("isIpv4", .text("::1"), .fails),
    Case("isIpv6", .text("2001:db8::1"), .holds), Case("isIpv6", .text("1:2"), .fails),
    Case("isIpv6", .null, .cannotBeJudged),
    Case("isUuid", .text("8F1c0d5e-0000-4000-8000-0123456789ab"), .holds),
    Case("isUuid", .text("8f1c0d5e00004000"), .fails),
    Case("isUuid", .text("8f1c0d5e-0000-4000-8000-0123456789abc"), .fails),
    Case("isUuid", nil, .cannotBeJudged),
  ]

  @Test(arguments: comparisons + parts + kinds) func aValueIsJudged(_ row: Case) throws {
    #expect(try Self.judge(row.predicate, row.found).holds == (row.verdict == .holds))
    #expect(try Self.judge("not " + row.predicate, row.found).holds == (row.verdict == .fails))
  }

  // MARK: Messages

  static let messages: [(predicate: String, found: Value?, expected: String, actual: String)] = [
    ("== \"Rahul\"", .text("Priya"), #"text "Rahul""#, #"text "Priya""#),
    ("== {{id}}", .text("7"), "integer 7", #"text "7""#),
    ("not == 1", .integer(1), "not integer 1", "integer 1"),
    ("!= null", .null, "other than null", "null"),
    ("> 1", nil, "more than integer 1", "nothing"),
    (">= 1.5", .integer(1), "at least float 1.5", "integer 1"),
    ("< 1", .integer(1), "less than integer 1", "integer 1"),
    ("<= 1", .bool(true), "at most integer 1", "true"),
    ("startsWith \"a\"", .text("b"), #"something that starts with text "a""#, #"text "b""#),
    ("endsWith hex,00;", .bytes([1]), "something that ends with 1 bytes 00", "1 bytes 01"),
    (
      "contains \"\\r\\n\"", list, #"something that contains text "\r\n""#,
      #"list of 3: [1,"two",null]"#
    ),
    (
      "includes 2", .object([("a", .integer(1))]), "a list that includes integer 2",
      #"object with 1 names: {"a":1}"#
    ),
    (
      "matches /a+\\//", .text("b"), "a text that matches /a+//",
      #"nothing that matches, in text "b""#
    ),
    (
      "not matches \"{{name}}\"", .text("Rahul"), "not a text that matches /{{name}}/",
      #"text "Rahul""#
    ),
    ("exists", nil, "something", "nothing"),
    ("not exists", .date(0), "nothing", "date 1970-01-01T00:00:00.000Z"),
    ("isEmpty", .list([.null]), "something empty", "list of 1: [null]"),
    ("isBoolean", .null, "true or false", "null"),
    ("isCollection", .null, "a list or an object", "null"), ("isDate", .null, "a date", "null"),
    ("isFloat", .null, "a float", "null"), ("isInteger", .null, "an integer", "null"),
    ("isNumber", .null, "a number", "null"),
    ("isList", .null, "a list", "null"), ("isObject", .null, "an object", "null"),
    ("isString", .null, "a text", "null"),
    ("isIsoDate", .null, "a date of the form 2026-11-21T08:49:37Z", "null"),
    ("isUuid", .null, "a UUID", "null"),
    ("isIpv4", .null, "an IPv4 address", "null"), ("isIpv6", .null, "an IPv6 address", "null"),
  ]

  @Test(arguments: messages.indices) func aJudgementSaysWhatWasExpectedAndWhatThereWas(_ index: Int)
    throws
  {
    let (predicate, found, expected, actual) = Self.messages[index]
    let judgement = try Self.judge(predicate, found)
    #expect(!judgement.holds, "\(predicate)")
    #expect([judgement.expected, judgement.actual] == [expected, actual], "\(predicate)")
  }

  @Test func twoTextsShowWhereTheyDifferFirst() throws {
    let judgement = try Self.judge("== \"Rahul\"", .text("Raul"))
    #expect(judgement.firstDifference == "text \"Ra".count)
    #expect(try Self.judge("== \"Rahul\"", .integer(7)).firstDifference == nil)
    #expect(try Self.judge("!= \"Rahul\"", .text("Rahul")).firstDifference == nil)
  }

  @Test func aVariableWithoutAValueIsAnError() {
    #expect(throws: EvaluationError(#"the variable "nme" has no value: did you mean "name"?"#)) {
      try Self.judge("== {{nme}}", .null)
    }
  }
}
