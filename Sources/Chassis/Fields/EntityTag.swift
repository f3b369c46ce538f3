// A version of a resource, named by a text that the server chose.
//
//     "a1b2"      these very bytes
//     W/"a1b2"    bytes that mean the same
//
// For a page that is asked for again, the same meaning is enough (weak comparison). Whoever puts parts of a file together,
// or overwrites what he has read, needs the same bytes (strong comparison).
//
// Source: RFC 9110 section 8.8.3

nonisolated struct EntityTag: Equatable, Sendable, CustomStringConvertible {
  let isWeak: Bool
  /// What stands between the quotes.
  let text: String

  /// As a field has it.
  var description: String { "\(isWeak ? "W/" : "")\"\(text)\"" }

  init(weak text: String) { (isWeak, self.text) = (true, text) }

  /// The tag of these bytes: their digest.
  init(of bytes: [UInt8], isWeak: Bool) {
    self.isWeak = isWeak
    text = String(Base64.encode(SHA256.digest(of: bytes), as: .url).prefix(27))
  }

  /// Reads one tag; nil for what is none.
  init?(_ text: some StringProtocol) {
    isWeak = text.hasPrefix("W/")
    let quoted = Array(text.utf8).dropFirst(isWeak ? 2 : 0)
    let quote = UInt8(ascii: "\"")
    guard quoted.count >= 2, quoted.first == quote, quoted.last == quote else { return nil }
    let inside = quoted.dropFirst().dropLast()
    guard inside.allSatisfy({ $0 > 0x20 && $0 != quote && $0 != 0x7F }) else { return nil }
    self.text = String(decoding: inside, as: UTF8.self)
  }

  func equalsWeakly(_ other: EntityTag) -> Bool { text == other.text }
  func equalsStrongly(_ other: EntityTag) -> Bool {
    !isWeak && !other.isWeak && text == other.text
  }
}

/// The value of `If-Match` or `If-None-Match`: any version, or one of these.
nonisolated enum EntityTags: Equatable {
  case any
  case list([EntityTag])

  /// Elements that are no tags name no version.
  init(_ field: String) {
    self = field.trimmed == "*" ? .any : .list(Self.tags(in: field))
  }

  private static func tags(in field: String) -> [EntityTag] {
    // A tag may end with a backslash, which escapes nothing: only the quotes count.
    var tags: [EntityTag] = []
    var element: [UInt8] = []
    var isQuoted = false
    for byte in Array(field.utf8) + [UInt8(ascii: ",")] {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte == UInt8(ascii: ","), !isQuoted {
        if let tag = EntityTag(String(decoding: element, as: UTF8.self).trimmed) {
          tags.append(tag)
        }
        element = []
      } else {
        element.append(byte)
      }
    }
    return tags
  }

  /// Whether a version is meant; none is where there is no tag, but for `*` a version is there all the same.
  func contain(_ tag: EntityTag?, _ equals: (EntityTag, EntityTag) -> Bool) -> Bool {
    switch self {
    case .any: true
    case .list(let tags): tag.map { tag in tags.contains { equals($0, tag) } } ?? false
    }
  }
}
