// The two clocks a server needs: one that only moves forward, for timers, and the wall clock, for `Date`. People and time servers
// set the wall clock, forward and back: what waited by it would end at once or not for hours.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A point in time on the clock that never jumps, in nanoseconds since some start.
nonisolated struct Instant: Comparable {
  var nanoseconds: Int64

  static var now: Instant {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  /// A time so far away that it never comes.
  static let distantFuture = Instant(nanoseconds: .max)

  static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }

  /// The sum, held at the distant future rather than overflowing.
  static func + (start: Instant, duration: Duration) -> Instant { start + duration.nanoseconds }

  static func + (start: Instant, nanoseconds: Int64) -> Instant {
    let (sum, overflow) = start.nanoseconds.addingReportingOverflow(nanoseconds)
    return overflow ? .distantFuture : Instant(nanoseconds: sum)
  }

  static func - (end: Instant, start: Instant) -> Duration {
    .nanoseconds(end.nanoseconds - start.nanoseconds)
  }
}

extension Duration {
  /// The duration in whole nanoseconds, held within what 64 bits can say (292 years).
  nonisolated var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, overflowed) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
    return overflow || overflowed ? (seconds < 0 ? .min : .max) : sum
  }
}

/// Seconds since 1970, by the wall clock, which may be set and so jump.
///
/// ```swift
/// response.headers["Expires"] = httpDate(wallClockSeconds() + 60)
/// ```
///
/// Node: `Math.floor(Date.now() / 1000)`
public nonisolated func wallClockSeconds() -> Int64 { Int64(time(nil)) }
