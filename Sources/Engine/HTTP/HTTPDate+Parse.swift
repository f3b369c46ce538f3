// Reading the dates that HTTP writes: the one form of today, and the two of before, which must still be understood.
//
//     Sun, 06 Nov 1994 08:49:37 GMT      today
//     Sunday, 06-Nov-94 08:49:37 GMT     RFC 850, with two digits for the year
//     Sun Nov  6 08:49:37 1994           C's asctime
//
// A pure function: text in, seconds or nothing out.
//
// Source: RFC 9110 section 5.6.7

/// The seconds since 1970 of a date as HTTP writes it; nil for what is none.
///
/// ```swift
/// let seconds = parseHTTPDate("Sun, 06 Nov 1994 08:49:37 GMT")    // 784_111_777
/// ```
///
/// The day of the week must be one, but is not held against the date.
///
/// - Parameter now: seconds since 1970, by which a year of two digits finds its century: what would be more than 50 years
///   ahead is in the one before.
///
/// Node: `Date.parse`
public nonisolated func parseHTTPDate(_ text: String, now: Int64 = wallClockSeconds()) -> Int64? {
  guard text.utf8.count <= 40 else { return nil }
  var reader = DateReader(rest: Array(text.utf8)[...])
  let seconds = reader.date(now)
  return reader.rest.isEmpty ? seconds : nil
}

private nonisolated struct DateReader {
  var rest: ArraySlice<UInt8>

  private typealias Time = (hour: Int64, minute: Int64, second: Int64)

  mutating func date(_ now: Int64) -> Int64? {
    let weekdays = [
      "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
    if oneOf(weekdays) != nil { return skip(", ") ? old(now) : nil }
    guard oneOf(weekdays.map { String($0.prefix(3)) }) != nil else { return nil }
    return skip(", ") ? today() : skip(" ") ? asctime() : nil
  }

  private mutating func today() -> Int64? {
    guard let day = number(2), skip(" "), let month = month(), skip(" "), let year = number(4),
      skip(" "), let time = time(), skip(" GMT")
    else { return nil }
    return seconds(year, month, day, time)
  }

  private mutating func old(_ now: Int64) -> Int64? {
    guard let day = number(2), skip("-"), let month = month(), skip("-"), let year = number(2),
      skip(" "), let time = time(), skip(" GMT")
    else { return nil }
    // The latest of the years that end so and are not more than 50 years ahead. 31,556,952 seconds are a year.
    let latest = 1970 + now / 31_556_952 + 50
    return seconds(latest - (latest - year) % 100, month, day, time)
  }

  private mutating func asctime() -> Int64? {
    guard let month = month(), skip(" "), let day = skip(" ") ? number(1) : number(2), skip(" "),
      let time = time(), skip(" "), let year = number(4)
    else { return nil }
    return seconds(year, month, day, time)
  }

  private mutating func time() -> Time? {
    guard let hour = number(2), skip(":"), let minute = number(2), skip(":"),
      let second = number(2), hour < 24, minute < 60, second <= 60  // 60: a leap second.
    else { return nil }
    return (hour, minute, second)
  }

  private mutating func month() -> Int64? {
    oneOf(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"])
      .map { Int64($0 + 1) }
  }

  private func seconds(_ year: Int64, _ month: Int64, _ day: Int64, _ time: Time) -> Int64? {
    let isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard 1...days[Int(month) - 1] ~= Int(day) else { return nil }
    return dayNumber(year, month, day) * 86_400 + time.hour * 3_600 + time.minute * 60 + time.second
  }

  // MARK: Pieces

  /// Takes so many digits.
  private mutating func number(_ count: Int) -> Int64? {
    let digits = rest.prefix(count)
    guard digits.count == count, digits.allSatisfy(\.isDigit) else { return nil }
    rest = rest.dropFirst(count)
    return digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
  }

  /// Takes this text, if it comes next.
  private mutating func skip(_ text: String) -> Bool {
    guard rest.starts(with: text.utf8) else { return false }
    rest = rest.dropFirst(text.utf8.count)
    return true
  }

  /// Takes the one of these texts that comes next, and tells which.
  private mutating func oneOf(_ texts: [String]) -> Int? { texts.firstIndex { skip($0) } }
}

/// Days from 1 January 1970 to a date. A year is counted from March on, so that the day that leap years have more is its
/// last; 719,468 days lie between March of the year 0 and 1970.
private nonisolated func dayNumber(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
  let year = month < 3 ? year - 1 : year
  let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
  return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
}
