// Parts of something: which are meant, which lie outside, what is no range at all.

import Testing

@testable import Chassis

struct ByteRangesTests {
  private func read(_ field: String, size: Int, combined: Bool = false) -> String {
    let ranges = RequestedRanges(field, size: size)
    switch combined ? ranges.combined : ranges {
    case .ranges(let ranges, let unit):
      return "\(unit) "
        + ranges.map { "\($0.lowerBound)..<\($0.upperBound)" }.joined(separator: " ")
    case .unsatisfiable: return "unsatisfiable"
    case .malformed: return "malformed"
    }
  }

  @Test(arguments: [
    ("bytes=0-9", "bytes 0..<10"), ("bytes=0-0", "bytes 0..<1"), ("bytes=90-", "bytes 90..<100"),
    ("bytes=-10", "bytes 90..<100"), ("bytes=-1000", "bytes 0..<100"),
    ("bytes=50-999", "bytes 50..<100"),
    ("bytes=99-99", "bytes 99..<100"), ("bytes=100-", "unsatisfiable"),
    ("bytes=-0", "unsatisfiable"),
    ("bytes=9-5", "unsatisfiable"), ("bytes=", "unsatisfiable"), ("bytes=-", "unsatisfiable"),
    ("bytes=x-y", "unsatisfiable"), ("bytes=x-9", "unsatisfiable"), ("bytes=0-9x", "unsatisfiable"),
    ("bytes=0--9", "unsatisfiable"), ("bytes=+0-9", "unsatisfiable"),
    ("bytes=0x0-9", "unsatisfiable"),
    ("bytes=0-9,200-", "bytes 0..<10"), ("bytes=0-1, 5-6 ,9-", "bytes 0..<2 5..<7 9..<100"),
    ("bytes=,0-1,,", "bytes 0..<2"), ("BYTES=0-1", "bytes 0..<2"), ("bytes= 0 - 1 ", "bytes 0..<2"),
    ("items=0-1", "items 0..<2"), ("bytes", "malformed"), ("", "malformed"), ("=0-1", "malformed"),
    ("by tes=0-1", "malformed"), ("bytes=0-1=2", "unsatisfiable"),
    ("bytes=0-99999999999999999999", "bytes 0..<100"),
    ("bytes=99999999999999999999-", "unsatisfiable"),
    ("bytes=-99999999999999999999", "bytes 0..<100"), ("bytes=٠-١", "unsatisfiable"),
  ])
  func `ranges of a hundred bytes`(field: String, expected: String) {
    #expect(read(field, size: 100) == expected)
  }

  @Test(arguments: [
    ("bytes=-100", 26, "bytes 0..<26"), ("bytes=0-", 0, "unsatisfiable"),
    ("bytes=-1", 0, "unsatisfiable"), ("bytes=0-0", 1, "bytes 0..<1"),
    ("bytes=0-9223372036854775807", Int.max, "bytes 0..<9223372036854775807"),
  ])
  func `sizes`(field: String, size: Int, expected: String) {
    #expect(read(field, size: size) == expected)
  }

  @Test(arguments: [
    ("bytes=0-9,10-19", "bytes 0..<20"), ("bytes=0-9,5-19", "bytes 0..<20"),
    ("bytes=0-9,11-19", "bytes 0..<10 11..<20"), ("bytes=50-59,0-9", "bytes 50..<60 0..<10"),
    ("bytes=0-4,90-99,5-75,76-80,98-", "bytes 0..<81 90..<100"),
    ("bytes=0-99,5-6", "bytes 0..<100"),
    ("bytes=90-,0-1,-5", "bytes 90..<100 0..<2"), ("bytes=7-8", "bytes 7..<9"),
    ("bytes=200-", "unsatisfiable"), ("none", "malformed"),
  ])
  func `combined`(field: String, expected: String) {
    #expect(read(field, size: 100, combined: true) == expected)
  }

  @Test func `many ranges take no long time`() {
    let field =
      "bytes=" + (0..<50_000).reversed().map { "\($0 * 2)-\($0 * 2)" }.joined(separator: ",")
    guard case .ranges(let ranges, _) = RequestedRanges(field, size: 200_000).combined else {
      Issue.record("no ranges")
      return
    }
    #expect(ranges.count == 50_000)
    #expect(ranges.first == 99_998..<99_999)
  }
}
