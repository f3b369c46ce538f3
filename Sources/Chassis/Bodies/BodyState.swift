// What has become of a request's body: who looked at it, and what they made of it.

/// The parsers that there are. As a set: those that a request has passed.
nonisolated struct BodyParsers: OptionSet {
  let rawValue: UInt8
  static let json = BodyParsers(rawValue: 1)
  static let urlencoded = BodyParsers(rawValue: 2)
  static let text = BodyParsers(rawValue: 4)
  static let raw = BodyParsers(rawValue: 8)
  static let multipart = BodyParsers(rawValue: 16)

  /// Those that leave names and values.
  static let forms: BodyParsers = [.urlencoded, .multipart]
  /// Those that leave what a type can be read from.
  static let values: BodyParsers = [.json, .urlencoded, .multipart]
}

struct BodyState {
  /// A body that has been read.
  enum Content {
    case json(JSON.Text)
    case form(FormFields)
    case text(String)
    case bytes([UInt8])
    case multipart(MultipartForm)
  }

  var content: Content?
  var parsers: BodyParsers = []
  /// Whether there is a body at all, also if nobody has read it.
  var isThere = false
  /// The parsers that left the body alone because of its type, and the types that they read.
  var passedBy: [(parser: BodyParsers, types: BodyTypes)] = []
}
