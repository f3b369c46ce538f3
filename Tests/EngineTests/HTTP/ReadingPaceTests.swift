import Testing

@testable import Engine

struct ReadingPaceTests {
  /// What waits and what has been taken, second after second, and for how many seconds nothing has been taken then.
  @Test(arguments: [
    ([(0, 0), (0, 0), (0, 0)], [0, 0, 0]),  // Idle.
    // As much waits as before, because more is added.
    ([(64, 64), (64, 128), (64, 192)], [0, 0, 0]),
    ([(64, 10), (64, 10), (64, 10), (60, 14), (60, 14)], [0, 1, 2, 0, 1]),
    ([(0, 10), (64, 10), (64, 10), (0, 74), (9, 74)], [0, 1, 2, 0, 1]),
    ([(64, 10), (90, 10), (120, 10)], [0, 1, 2]),  // What is added is not taken.
  ]) func countsForHowLongNothingIsTaken(_ looks: [(Int, Int)], _ seconds: [Int]) {
    var pace = ReadingPace(Instant(nanoseconds: 0))
    let told = looks.enumerated().map { second, look in
      pace.look(
        waiting: look.0, taken: look.1, at: Instant(nanoseconds: Int64(second) * 1_000_000_000))
    }
    #expect(told == seconds.map { .seconds($0) })
  }
}
