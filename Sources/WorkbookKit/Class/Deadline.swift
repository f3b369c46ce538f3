// When work had to be handed in, as a teacher writes it: 2026-11-30T18:00, in the time of this place.

import Foundation

/// A moment, and how it was written.
struct Deadline: Sendable, Equatable {
  let text: String
  let date: Date

  /// Nil for what is no date and time of that form, or no day of the calendar.
  init?(_ text: String) {
    guard let match = text.wholeMatch(of: /(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/) else { return nil }
    let numbers = [match.1, match.2, match.3, match.4, match.5].compactMap { Int($0) }
    let calendar = Calendar(identifier: .gregorian)
    let parts = DateComponents(
      calendar: calendar, year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3],
      minute: numbers[4])
    guard parts.isValidDate(in: calendar), let date = calendar.date(from: parts) else { return nil }
    (self.text, self.date) = (text, date)
  }
}
