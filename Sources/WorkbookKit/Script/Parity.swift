// Are two answers the same on the wire? Status line, all fields, body, framing, and what became of the connection; only
// `Date` is exempt. The order of fields matters within a name, not between names.

/// One point in which two answers differ.
public struct WireDifference: Codable, Sendable, Equatable, CustomStringConvertible {
  /// What differs: `status`, `header Content-Type`, `body`, …
  public var subject: String
  public var left: String
  public var right: String
  /// Where both are texts to be compared: how many Unicode scalars of the left one stand before the first that differs.
  public var firstDifference: Int?

  public var description: String { "\(subject): \(left) and \(right)" }
}

/// Compares two answers; an empty list means that they are identical.
public func wireDifferences(_ left: WireResponse, _ right: WireResponse) -> [WireDifference] {
  var differences: [WireDifference] = []
  func compare(_ subject: String, _ left: String, _ right: String) {
    // Byte by byte: on the wire, letters that look alike are not the same.
    if !left.utf8.elementsEqual(right.utf8) {
      let common = left == "absent" || right == "absent" ? nil : commonStart(left, right)
      differences.append(
        WireDifference(subject: subject, left: left, right: right, firstDifference: common))
    }
  }
  compare("version", "HTTP/\(left.version)", "HTTP/\(right.version)")
  compare("status", "\(left.status) \(left.reason)", "\(right.status) \(right.reason)")
  compare("interim answers", "\(left.interim)", "\(right.interim)")
  for name in fieldNames(left, right) where name != "date" {
    compare(
      "header \(spelling(of: name, left, right))", shownValues(name, left), shownValues(name, right)
    )
  }
  compare("framing", "\(left.framing)", "\(right.framing)")
  if left.body != right.body { differences.append(bodyDifference(left.body, right.body)) }
  compare("connection", "\(left.fate)", "\(right.fate)")
  return differences
}

/// All names, lowercased, in the order in which they first occur.
private func fieldNames(_ left: WireResponse, _ right: WireResponse) -> [String] {
  var seen: Set<String> = []
  return (left.fields + right.fields).map { $0.name.lowercased() }.filter {
    seen.insert($0).inserted
  }
}

private func spelling(of name: String, _ left: WireResponse, _ right: WireResponse) -> String {
  (left.fields + right.fields).first { $0.name.lowercased() == name }?.name ?? name
}

/// The field as it was sent, so that a name in another case counts as a difference.
private func shownValues(_ name: String, _ response: WireResponse) -> String {
  let fields = response.fields.filter { $0.name.lowercased() == name }
  if fields.isEmpty { return "absent" }
  return fields.map { "\($0.name): \(shownBytes(Array($0.value.utf8)))" }.joined(separator: ", ")
}

/// The bodies, from a little before the first byte that differs.
private func bodyDifference(_ left: [UInt8], _ right: [UInt8]) -> WireDifference {
  let common = zip(left, right).prefix { $0 == $1 }.count
  let start = max(0, common - 20)
  func shown(_ bytes: [UInt8]) -> (size: String, text: String) {
    (
      "\(bytes.count) bytes, from byte \(start): ",
      shownBytes(Array(bytes.dropFirst(start)), limit: 120)
    )
  }
  let (left, right) = (shown(left), shown(right))
  return WireDifference(
    subject: "body at byte \(common)", left: left.size + left.text, right: right.size + right.text,
    firstDifference: left.size.count + commonStart(left.text, right.text))
}
