// Which of the types that a server offers a client likes best, by its `Accept` field.
//
// Each range of the field has a quality from 0 to 1. For an offered type the most specific range that covers it
// counts. Of the offered types the one with the highest quality wins; among equals the one that is offered first.

/// The offered type that an `Accept` value prefers, nil if it takes none. Without a value anything is taken.
///
/// Source: RFC 9110 section 12.5.1
nonisolated func preferred(among offered: [String], accept: String?) -> String? {
  guard let accept else { return offered.first }
  let ranges = accept.split(separator: ",").compactMap { MediaRange($0) }
  var best: (type: String, quality: Double)?
  for type in offered {
    let covering = ranges.filter { $0.covers(type) }
    guard let quality = covering.max(by: { $0.specificity < $1.specificity })?.quality else {
      continue
    }
    if quality > best?.quality ?? 0 { best = (type, quality) }
  }
  return best?.type
}

/// One range of an `Accept` field: `text/*;q=0.5`.
private nonisolated struct MediaRange {
  let type: String
  let quality: Double

  init?(_ text: Substring) {
    let parts = text.split(separator: ";")
    guard let type = parts.first?.trimmed.lowercased(), type.contains("/") else { return nil }
    self.type = type
    let weight = parts.dropFirst().map(\.trimmed).first { $0.lowercased().hasPrefix("q=") }
    quality = min(weight.flatMap { Double($0.dropFirst(2)) } ?? 1, 1)
  }

  /// 0 for `*/*`, 1 for `text/*`, 2 for a whole type.
  var specificity: Int { type == "*/*" ? 0 : type.hasSuffix("/*") ? 1 : 2 }

  func covers(_ offered: String) -> Bool {
    switch specificity {
    case 0: true
    case 1: offered.hasPrefix(type.dropLast())
    default: offered == type
    }
  }
}
