// What a script says, as plain values: requests, and what must come back. The grammar is Hurl's (https://hurl.dev).
//
//     # @check welcome            a note of ours, in a comment before the request
//     GET {{host}}/users          method and URL, then header fields, sections, a body
//     [Query]
//     role: admin
//     HTTP 200                    what must come back: status, header fields, sections, a body
//     [Asserts]
//     jsonpath "$[0].name" == "Rahul"
//
// The parser (`ScriptParser`) makes these values and nothing else; running them is `ScriptRunner`'s business.

/// A place in a script: both count from 1.
public struct Position: Codable, Sendable, Equatable {
  public var line: Int
  public var column: Int
}

/// A whole script.
public struct Script: Sendable, Equatable {
  /// The file's name as it is shown in messages.
  public var file: String
  public var entries: [Entry]
}

/// One request, and what is expected of its answer.
public struct Entry: Sendable, Equatable {
  public var notes: [Note] = []
  /// The sentences that stand in comments directly before the request, without `#` and notes, one line each.
  public var comment: [String] = []
  public var request: RequestSpec
  /// Nil where the script expects nothing in particular: the request is sent, and any answer will do.
  public var response: ResponseSpec?
}

/// Ours, in a comment before a request: `# @check name`, `# @points 10`, `# @needs other-check`; and those of `Timing.swift`.
public struct Note: Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable {
    case check, points, needs
    case atOnce = "at-once"
    case meanwhile, within, restart
  }
  public var kind: Kind
  public var value: String
  public var position: Position
}

/// A text with `{{…}}` places in it.
public struct Template: Sendable, Equatable {
  public enum Part: Sendable, Equatable {
    case text(String)
    /// The name between the braces: a variable, `newUuid` or `newDate`.
    case placeholder(String, Position)
  }
  public var parts: [Part]
}

/// `name: value`, as in header fields and in sections of names and values.
public struct KeyValue: Sendable, Equatable {
  public var name: Template
  public var value: Template
  public var position: Position
}

public struct RequestSpec: Sendable, Equatable {
  public var method: String
  public var url: Template
  public var headers: [KeyValue] = []
  public var query: [KeyValue] = []
  public var form: [KeyValue] = []
  public var cookies: [KeyValue] = []
  /// User and password of `[BasicAuth]`.
  public var basicAuth: KeyValue?
  public var options = Options()
  public var body: Body?
  public var position: Position
}

/// `[Options]` of a request.
public struct Options: Sendable, Equatable {
  /// How often to try again while the answer is not as expected; -1: for ever is refused, so this is 0 or more.
  public var retry = 0
  /// Milliseconds between two tries.
  public var retryInterval = 1_000
  /// Whether to follow redirects.
  public var location = false
  /// How many redirects to follow at most.
  public var maxRedirects = 50
  /// Whether to speak HTTP/1.0.
  public var http10 = false
  /// Whether to leave this request out.
  public var skip = false
  /// Variables set before the request: `variable: name=value`.
  public var variables: [(name: String, value: Literal)] = []

  public static func == (left: Options, right: Options) -> Bool {
    left.retry == right.retry && left.retryInterval == right.retryInterval
      && left.location == right.location && left.maxRedirects == right.maxRedirects
      && left.skip == right.skip && left.http10 == right.http10
      && left.variables.elementsEqual(right.variables, by: ==)
  }
}

/// A body, in a request or expected in an answer.
public enum Body: Sendable, Equatable {
  /// JSON as it stands in the script; templates are filled in its text.
  case json(Template)
  /// Text between ``` or `; the language after the opening ``` (`json`, `text`), if there is one.
  case text(Template, language: String?)
  case bytes([UInt8])
  /// A file beside the script.
  case file(Template)
}

public struct ResponseSpec: Sendable, Equatable {
  /// `HTTP/1.1`, `HTTP/1.0`; nil for plain `HTTP`.
  public var version: String?
  /// Nil for `*`.
  public var status: Int?
  public var headers: [KeyValue] = []
  public var captures: [Capture] = []
  public var asserts: [Assert] = []
  public var body: Body?
  public var position: Position
}

/// `name: query filter…`
public struct Capture: Sendable, Equatable {
  public var name: String
  public var query: Query
  public var filters: [Filter]
  public var position: Position
  /// The line as it stands in the script, to be shown when there is nothing to take.
  public var text: String
}

/// `query filter… [not] predicate`
public struct Assert: Sendable, Equatable {
  public var query: Query
  public var filters: [Filter]
  public var isNegated: Bool
  public var predicate: Predicate
  public var position: Position
  /// The line as it stands in the script, to be shown when it fails.
  public var text: String
}

/// What is looked at.
public enum Query: Sendable, Equatable {
  case status, version, url, body, bytes, rawBytes, duration, redirects
  case header(Template)
  /// A cookie's value, or one of its attributes: `cookie "session[Secure]"`.
  case cookie(name: Template, attribute: String?)
  case jsonPath(Template)
  case regex(Pattern)
  case variable(String)
}

/// A regular expression: `/…/` as it stands, or a text.
public enum Pattern: Sendable, Equatable {
  case literal(String)
  case template(Template)
}

/// What is done to the value that was found, before it is judged.
public enum Filter: Sendable, Equatable {
  case base64Decode, base64Encode, base64UrlSafeDecode, base64UrlSafeEncode
  case count, first, last
  case nth(Int)
  case daysAfterNow, daysBeforeNow
  case toDate(Template)
  case dateFormat(Template)
  case htmlEscape, htmlUnescape
  case jsonPath(Template)
  case regex(Pattern)
  case location
  case replace(old: Template, new: Template)
  case replaceRegex(Pattern, new: Template)
  case split(Template)
  case toFloat, toHex, toInt, toString
  case urlDecode, urlEncode
  case urlQueryParam(Template)
  case utf8Decode, utf8Encode
}

/// What a value is compared with.
public enum Literal: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int64)
  case float(Double)
  /// A text between quotation marks, with its places filled.
  case text(Template)
  /// `{{name}}` without them: what the variable holds, whatever its kind.
  case variable(String)
  case bytes([UInt8])
  case regex(String)
  case file(Template)
}

/// How a value is judged.
public enum Predicate: Sendable, Equatable {
  case equals(Literal)
  case notEquals(Literal)
  case greater(Literal)
  case greaterOrEqual(Literal)
  case less(Literal)
  case lessOrEqual(Literal)
  case startsWith(Literal)
  case endsWith(Literal)
  case contains(Literal)
  case includes(Literal)
  case matches(Pattern)
  case exists, isEmpty
  case isBoolean, isCollection, isDate, isFloat, isInteger, isIpv4, isIpv6, isIsoDate
  case isList, isNumber, isObject, isString, isUuid
}

/// Something in a script that cannot be understood.
///
/// `check.hurl:12:8: unknown predicate "equal": did you mean "=="?`
public struct ScriptError: Error, Equatable, Sendable, CustomStringConvertible {
  public var file: String
  public var position: Position
  public var message: String

  public init(file: String, position: Position, message: String) {
    self.file = file
    self.position = position
    self.message = message
  }

  public var description: String { "\(file):\(position.line):\(position.column): \(message)" }
}
