// Dates for the filters `toDate`, `dateFormat` and the predicates `isDate`, `isIsoDate`: in UTC, by the C library.

import CPlatform
import Foundation

/// `2026-11-21T08:49:37.000Z`
func isoDate(_ seconds: Double) -> String {
  let milliseconds = Int(((seconds - seconds.rounded(.down)) * 1_000).rounded(.down))
  let fraction = String(1_000 + milliseconds).dropFirst()
  return format(seconds, "%Y-%m-%dT%H:%M:%S") + ".\(fraction)Z"
}

/// A date by a pattern of `strftime`.
func format(_ seconds: Double, _ pattern: String) -> String {
  var time = time_t(seconds.rounded(.down))
  var parts = tm()
  gmtime_r(&time, &parts)
  // One character more, so that an empty result is not taken for a buffer that is too small.
  var buffer = [CChar](repeating: 0, count: 4_096)
  let count = strftime(&buffer, buffer.count, pattern + " ", &parts)
  return String(
    decoding: buffer.prefix(max(0, count - 1)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// A date read by a pattern of `strptime`; nil if it does not fit. `%+` stands for the ISO form.
func date(_ text: String, _ pattern: String) -> Double? {
  if pattern == "%+" { return isoSeconds(text) }
  var parts = tm()
  guard let end = strptime(text, pattern, &parts), end.pointee == 0 else { return nil }
  // Where the pattern reads a zone, the fields are the time there.
  let offset = parts.tm_gmtoff
  return Double(timegm(&parts) - offset)
}

/// Whether a text is a date with time and zone as RFC 3339 writes it.
func isoSeconds(_ text: String) -> Double? {
  let form = /(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)/
  guard let match = try? form.wholeMatch(in: text),
    let seconds = date("\(match.1) \(match.2)", "%Y-%m-%d %H:%M:%S")
  else { return nil }
  let fraction = match.3.flatMap { Double("0\($0)") } ?? 0
  guard match.4.lowercased() != "z" else { return seconds + fraction }
  let zone = match.4.dropFirst().split(separator: ":").compactMap { Double($0) }
  let offset = (zone[0] * 60 + zone[1]) * 60
  return seconds + fraction - (match.4.hasPrefix("-") ? -offset : offset)
}
