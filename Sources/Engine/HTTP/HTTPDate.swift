// Dates as HTTP writes them: `Sun, 06 Nov 1994 08:49:37 GMT`.
//
// Source: RFC 9110 section 5.6.7

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The date in the one form that HTTP writes, for seconds since 1970.
///
/// ```swift
/// httpDate(784_111_777)  // "Sun, 06 Nov 1994 08:49:37 GMT"
/// ```
///
/// Node: `date.toUTCString()`
public nonisolated func httpDate(_ secondsSince1970: Int64) -> String {
  var seconds = time_t(secondsSince1970)
  var parts = tm()
  gmtime_r(&seconds, &parts)
  let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
  let (day, month) = (days[Int(parts.tm_wday)], months[Int(parts.tm_mon)])
  let clock = "\(twoDigits(parts.tm_hour)):\(twoDigits(parts.tm_min)):\(twoDigits(parts.tm_sec))"
  let year = 1900 + Int(parts.tm_year)
  let fourDigits = twoDigits(year / 100) + twoDigits(year % 100)
  return "\(day), \(twoDigits(parts.tm_mday)) \(month) \(fourDigits) \(clock) GMT"
}

private nonisolated func twoDigits(_ number: some BinaryInteger) -> String {
  number < 10 ? "0\(number)" : "\(number)"
}
