// Which of the things that a server offers a client likes best, by its `Accept` fields.
//
// Each wish of such a field has a weight. For an offer the wish counts that names it most closely:
//
//     Accept: text/html;q=0.2, text/*;q=0.5, */*;q=0.1
//     text/html 0.2     text/plain 0.5     image/png 0.1
//
// Of the offers the one with the highest weight wins; among equals the one that is named more closely, then the one whose
// wish comes first in the field, then the one that is offered first.

/// What a client's `Accept`, `Accept-Encoding`, `Accept-Language` or `Accept-Charset` says.
///
/// Source: RFC 9110 section 12.5
nonisolated struct Wishes {
  enum Kind { case types, encodings, languages, charsets }

  let kind: Kind
  let ranges: [WeightedRange]

  /// Without a field anything is taken; of encodings only the one that changes nothing, as no client can be asked to inflate
  /// what it did not say that it can.
  init(_ kind: Kind, _ field: String?) {
    self.kind = kind
    switch kind {
    case .types: ranges = WeightedRange.list(field ?? "*/*").filter { $0.name.contains("/") }
    case .encodings: ranges = Self.withIdentity(WeightedRange.list(field ?? ""))
    case .languages, .charsets: ranges = WeightedRange.list(field ?? "*")
    }
  }

  /// Bytes as they are can be taken unless the field says otherwise, but rather than nothing only.
  private static func withIdentity(_ ranges: [WeightedRange]) -> [WeightedRange] {
    if ranges.contains(where: { $0.name == "identity" || $0.name == "*" }) { return ranges }
    let least = ranges.map(\.quality).filter { $0 > 0 }.min() ?? 1
    return ranges + [WeightedRange(name: "identity", quality: least)]
  }

  /// What is wished for, the dearest first.
  var names: [String] {
    let wanted = ranges.enumerated().filter { $0.element.quality > 0 }
    return wanted.sorted {
      ($1.element.quality, $0.offset) < ($0.element.quality, $1.offset)
    }.map(\.element.name)
  }

  /// The offer that is liked best, nil if none is taken.
  func preferred(among offers: [String]) -> String? {
    let ranks = offers.enumerated().compactMap { rank(of: $0.element, at: $0.offset) }
    return ranks.max { $1.isBetter(than: $0) }.map { offers[$0.position] }
  }

  /// How much an offer is liked, 0 if it is not taken.
  func quality(of offer: String) -> Double { rank(of: offer, at: 0)?.quality ?? 0 }

  private struct Rank {
    let quality: Double
    let closeness: Int
    let place: Int
    let position: Int

    func isBetter(than other: Rank) -> Bool {
      (quality, closeness, other.place, other.position)
        > (other.quality, other.closeness, place, position)
    }
  }

  private func rank(of offer: String, at position: Int) -> Rank? {
    guard let offer = WeightedRange(offer) else { return nil }
    var best: Rank?
    for (place, range) in ranges.enumerated() {
      guard let closeness = closeness(range, offer) else { continue }
      let rank = Rank(
        quality: range.quality, closeness: closeness, place: place, position: position)
      if let best, (best.closeness, best.quality) >= (closeness, range.quality) { continue }
      best = rank
    }
    return best.flatMap { $0.quality > 0 ? $0 : nil }
  }

  /// How closely a wish names an offer, nil if it means something else.
  private func closeness(_ range: WeightedRange, _ offer: WeightedRange) -> Int? {
    switch kind {
    case .types: typeCloseness(range, offer)
    case .languages: languageCloseness(range.name, offer.name)
    case .encodings, .charsets: range.name == offer.name ? 1 : range.name == "*" ? 0 : nil
    }
  }

  /// 0 for `*/*`, 1 for `text/*`, 3 for a whole type, and more for each parameter. One that the offer does not speak of
  /// tells no types apart, but is less close.
  private func typeCloseness(_ range: WeightedRange, _ offer: WeightedRange) -> Int? {
    if range.name == "*/*" { return 0 }
    if range.name.hasSuffix("/*") { return offer.name.hasPrefix(range.name.dropLast()) ? 1 : nil }
    guard range.name == offer.name else { return nil }
    let known = range.parameters.filter { offer.parameters[$0.key] != nil }
    guard known.allSatisfy({ offer.parameters[$0.key] == $0.value }) else { return nil }
    return known.count < range.parameters.count ? 2 : 3 + known.count
  }

  /// `en-US` takes what is offered as `en`, and `en` what is offered as `en-US`, which is less close.
  private func languageCloseness(_ range: String, _ offer: String) -> Int? {
    if range == offer { return 4 }
    if range.prefix(while: { $0 != "-" }) == offer { return 2 }
    if offer.prefix(while: { $0 != "-" }) == range { return 1 }
    return range == "*" ? 0 : nil
  }
}

/// The offered type that an `Accept` value prefers, nil if it takes none. Without a value anything is taken.
///
/// Source: RFC 9110 section 12.5.1
nonisolated func preferred(among offered: [String], accept: String?) -> String? {
  guard let accept else { return offered.first }
  return Wishes(.types, accept).preferred(among: offered)
}
