import Testing

@testable import Engine

struct BackOffTests {
  @Test(arguments: [
    // How long it ran each time, and how long it is then waited with, in milliseconds.
    ([0, 0, 0, 0, 0, 0, 0, 0, 0], [100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000]),
    ([0, 0, 9_999, 10_000, 0], [100, 200, 400, 100, 200]),
    ([60_000, 60_000, 60_000], [100, 100, 100]),
  ]) func doublesUntilItHasGoneWell(_ ran: [Int], _ delays: [Int]) {
    var backOff = BackOff(ClusterLimits())
    #expect(
      ran.map { backOff.delay(afterRunning: .milliseconds($0)) } == delays.map { .milliseconds($0) }
    )
  }

  @Test func theLongestDelayCountsFromTheFirst() {
    var limits = ClusterLimits()
    limits.firstDelay = .seconds(3)
    limits.longestDelay = .seconds(2)
    var backOff = BackOff(limits)
    #expect(
      (0..<3).map { _ in backOff.delay(afterRunning: .zero) } == [
        .seconds(2), .seconds(2), .seconds(2),
      ])
  }
}
