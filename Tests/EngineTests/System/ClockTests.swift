import Testing

@testable import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct ClockTests {
  /// Between two readings of the monotonic clock only that clock lies: the wall clock is decades ahead.
  @Test func instantsAreOfTheClockThatNeverJumps() {
    let before = monotonicNanoseconds()
    let now = Instant.now.nanoseconds
    #expect((before...monotonicNanoseconds()).contains(now))
  }

  private func monotonicNanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  @Test func theWallClockCountsSecondsSince1970() {
    let before = Int64(time(nil))
    let now = wallClockSeconds()
    #expect((before...Int64(time(nil))).contains(now))
  }

  @Test(
    arguments: [
      (0, .seconds(2), 2_000_000_000), (5, .nanoseconds(-3), 2), (.max, .nanoseconds(1), .max),
      (1, .seconds(Int64.max), .max), (7, .seconds(300 * 365 * 86_400), .max),
    ] as [(Int64, Duration, Int64)])
  func sumsAreHeldWhereTimeEnds(_ start: Int64, _ duration: Duration, _ sum: Int64) {
    #expect((Instant(nanoseconds: start) + duration).nanoseconds == sum)
  }
}
