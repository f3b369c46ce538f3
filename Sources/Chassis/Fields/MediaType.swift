// What kind of bytes a body holds: "text/html; charset=utf-8", and which kind a file's name promises.

/// A media type taken apart.
///
/// Source: RFC 9110 section 8.3.1
nonisolated struct MediaType: Equatable, Sendable {
  /// The type and subtype in lower case: `application/json`.
  let name: String
  /// The `charset` parameter in lower case.
  let charset: String?

  /// Reads the value of a `Content-Type` field; nil if it is none.
  init?(_ text: String) {
    let end = text.utf8.firstIndex(of: UInt8(ascii: ";")) ?? text.endIndex
    let name = text[..<end].trimmed.lowercased()
    let slash = name.utf8.firstIndex(of: UInt8(ascii: "/")) ?? name.endIndex
    guard slash > name.startIndex, slash != name.endIndex, !name.utf8.contains(UInt8(ascii: " "))
    else { return nil }
    let subtype = name.utf8[slash...].dropFirst()
    guard !subtype.isEmpty, !subtype.contains(UInt8(ascii: "/")) else { return nil }
    self.name = name
    charset = text[end...].split(separator: ";").lazy.compactMap(Self.charset).first
  }

  private static func charset(_ parameter: Substring) -> String? {
    let halves = parameter.split(separator: "=", maxSplits: 1)
    guard halves.count == 2, halves[0].trimmed.lowercased() == "charset" else { return nil }
    var value = halves[1].trimmed
    if value.first == "\"", value.last == "\"", value.count > 1 {
      value = value.dropFirst().dropLast()
    }
    return value.lowercased()
  }

  /// Whether this is the type, or one built on it: `application/problem+json` is `application/json` too.
  func matches(_ other: String) -> Bool {
    name == other || (other.hasPrefix("application/") && name.hasSuffix("+" + other.dropFirst(12)))
  }

  /// The type for a short name (`json`) or a file's extension (`html`); nil if it is not known. Text says its charset.
  static func named(_ name: String) -> String? { types[name.lowercased()] }

  private static let types: [String: String] = [
    "aac": "audio/aac", "avif": "image/avif", "bin": "application/octet-stream",
    "css": "text/css; charset=utf-8", "csv": "text/csv; charset=utf-8",
    "form": "application/x-www-form-urlencoded", "gif": "image/gif", "gz": "application/gzip",
    "htm": "text/html; charset=utf-8", "html": "text/html; charset=utf-8", "ico": "image/x-icon",
    "jpeg": "image/jpeg", "jpg": "image/jpeg", "js": "text/javascript; charset=utf-8",
    "json": "application/json; charset=utf-8", "map": "application/json; charset=utf-8",
    "md": "text/markdown; charset=utf-8", "mjs": "text/javascript; charset=utf-8",
    "mp3": "audio/mpeg", "mp4": "video/mp4", "otf": "font/otf", "pdf": "application/pdf",
    "png": "image/png", "svg": "image/svg+xml", "text": "text/plain; charset=utf-8",
    "ttf": "font/ttf", "txt": "text/plain; charset=utf-8", "wasm": "application/wasm",
    "webm": "video/webm", "webmanifest": "application/manifest+json", "webp": "image/webp",
    "woff": "font/woff", "woff2": "font/woff2", "xml": "application/xml", "zip": "application/zip",
  ]
}

extension StringProtocol {
  /// Without spaces and tabs at both ends.
  nonisolated var trimmed: Substring {
    var text = Substring(self).unicodeScalars
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return Substring(text)
  }
}
