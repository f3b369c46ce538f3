import Testing

@testable import Engine

struct RandomBytesTests {
  @Test(arguments: [0, 1, 16, 1_000]) func makesSoMany(_ count: Int) {
    #expect(randomBytes(count).count == count)
  }

  /// Among 10,000 bytes every value is there; that one is missing happens once in 10¹⁴ times.
  @Test func makesEveryByteAndNeverTheSameTwice() {
    #expect(Set(randomBytes(10_000)).count == 256)
    let many = (0..<1_000).map { _ in randomBytes(16) }
    #expect(Set(many).count == 1_000)
  }
}
