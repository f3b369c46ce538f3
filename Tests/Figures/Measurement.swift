// One line of the result, and how it is shown.

import Foundation

/// A figure that was measured, beside what it must reach.
nonisolated struct Measurement {
  var what: String
  /// Nil where it could not be measured.
  var value: Double?
  var unit = ""
  /// How many digits stand behind the point.
  var digits = 0
  /// The value must not be above it; nil where the figure is only written down.
  var limit: Double?
  /// Why there is no value.
  var reason = ""

  var isReached: Bool {
    guard let value, let limit else { return true }
    return value <= limit
  }
}

/// The lines that are printed.
nonisolated enum Table {
  static let head = line("figure", "measured", "at most")

  static func row(_ measurement: Measurement) -> String {
    guard let value = measurement.value else {
      return line(measurement.what, "", "", "not measured: \(measurement.reason)")
    }
    let limit = measurement.limit.map { "\(shown($0, 0)) \(measurement.unit)" } ?? ""
    let text = "\(shown(value, measurement.digits)) \(measurement.unit)"
    let mark = measurement.limit == nil ? "" : measurement.isReached ? "✓" : "✗ missed"
    return line(measurement.what, text, limit, mark)
  }

  private static func line(
    _ what: String, _ measured: String, _ limit: String, _ note: String = ""
  ) -> String {
    var line = what.padding(toLength: max(58, what.count), withPad: " ", startingAt: 0)
    line += right(measured, 12) + right(limit, 12) + "  " + note
    while line.last == " " { line.removeLast() }
    return line
  }

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(1, width - text.count)) + text
  }

  private static func shown(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }
}

/// The middle one of some values, which a single disturbance does not move.
nonisolated func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  guard !sorted.isEmpty else { return 0 }
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
