// In which form a client would like bytes, by its `Accept-Encoding` field: `gzip, deflate;q=0.5, *;q=0`.
//
// Each coding has a quality from 0 (not at all) to 1. The highest wins; among equals gzip does, because everybody reads it
// in the same way. Bytes as they are have a quality too: where the client says that it likes them better, they stay.
// Pure. Source: RFC 9110 section 12.5.3

/// A form in which a body can be sent.
nonisolated enum ContentCoding: String, CaseIterable, Sendable {
  case gzip
  case deflate

  var format: CompressionFormat { self == .gzip ? .gzip : .deflate }

  /// The coding that a field's value prefers; nil where the bytes had better stay as they are. Who says nothing may
  /// understand nothing.
  static func preferred(by accepted: String?) -> ContentCoding? {
    guard let accepted else { return nil }
    var qualities: [String: Double] = [:]
    for element in accepted.split(separator: ",") {
      guard let (name, quality) = weighed(element) else { continue }
      // "x-gzip" is an old name of gzip (section 8.4.1.3).
      let coding = name == "x-gzip" ? "gzip" : name
      if qualities[coding] == nil { qualities[coding] = quality }
    }
    let identity = qualities["identity"] ?? 0
    var best: (coding: ContentCoding, quality: Double)?
    for coding in allCases {
      let quality = qualities[coding.rawValue] ?? qualities["*"] ?? 0
      if quality > best?.quality ?? 0 { best = (coding, quality) }
    }
    return best.flatMap { $0.quality >= identity ? $0.coding : nil }
  }

  /// `gzip;q=0.5` as a name in lower case and a number; nil where it is neither, and counts for nothing.
  private static func weighed(_ element: Substring) -> (name: String, quality: Double)? {
    let parts = element.split(separator: ";", omittingEmptySubsequences: false)
    let name = parts[0].trimmed.lowercased()
    guard !name.isEmpty else { return nil }
    for parameter in parts.dropFirst().map({ $0.trimmed.lowercased() })
    where parameter.hasPrefix("q=") {
      guard let quality = Double(parameter.dropFirst(2)), (0...1).contains(quality) else {
        return nil
      }
      return (name, quality)
    }
    return (name, 1)
  }
}
