// Entries that expire, counts, and what goes when there is no room; time is a number here.

import Testing

@testable import Chassis

@Suite struct StoreTableTests {
  @Test func `an entry is there until it expires`() {
    var table = StoreTable(limit: 10)
    table.set("a", "1", for: 100, at: 1_000)
    #expect(table.get("a", at: 1_099) == "1")
    #expect(table.get("a", at: 1_100) == nil)
    table.set("a", "2", for: 100, at: 1_050)
    #expect(table.get("a", at: 1_149) == "2")
    table.delete("a")
    #expect(table.get("a", at: 1_149) == nil)
    table.set("b", "1", for: .max, at: 1_000)
    #expect(table.get("b", at: .max - 1) == "1")
    table.set("b", "1", for: 0, at: 1_000)
    #expect(table.get("b", at: 1_000) == nil)
    table.set("b", "1", for: -5, at: 1_000)
    #expect(table.entries.isEmpty)
  }

  @Test(arguments: [
    (nil, nil, true), (nil, "x", false), ("x", "x", true), ("x", "y", false), ("x", nil, false),
    ("\u{E9}", "e\u{301}", false),
  ])
  func `only what one has read is replaced`(present: String?, expected: String?, done: Bool) {
    var table = StoreTable(limit: 10)
    if let present { table.set("a", present, for: 100, at: 0) }
    #expect(table.replace("a", expected, with: "new", for: 100, at: 50) == done)
    #expect(table.get("a", at: 60) == (done ? "new" : present))
    #expect(table.get("a", at: 149) == (done ? "new" : nil))
  }

  @Test func `what has expired is replaced as nothing`() {
    var table = StoreTable(limit: 10)
    table.set("a", "old", for: 100, at: 0)
    let isReplaced = table.replace("a", "old", with: "new", for: 100, at: 100)
    #expect(!isReplaced)
    let isWritten = table.replace("a", nil, with: "new", for: 100, at: 100)
    #expect(isWritten)
  }

  @Test func `the first count begins a window, which does not move`() {
    var table = StoreTable(limit: 10)
    var counts: [WindowCount?] = []
    for now: Int64 in [0, 10, 99, 100, 150, 250] {
      counts.append(table.increment("a", window: 100, at: now))
    }
    #expect(
      counts == [
        WindowCount(count: 1, rest: .milliseconds(100)),
        WindowCount(count: 2, rest: .milliseconds(90)),
        WindowCount(count: 3, rest: .milliseconds(1)),
        WindowCount(count: 1, rest: .milliseconds(100)),
        WindowCount(count: 2, rest: .milliseconds(50)),
        WindowCount(count: 1, rest: .milliseconds(100)),
      ])
    table.set("b", "no number", for: 100, at: 0)
    #expect(table.increment("b", window: 100, at: 0) == nil)
    table.set("b", String(Int.max), for: 100, at: 0)
    #expect(table.increment("b", window: 100, at: 0) == nil)
  }

  @Test func `the one written longest ago makes room`() {
    var table = StoreTable(limit: 3)
    for key in ["a", "b", "c"] { table.set(key, key, for: 100, at: 0) }
    table.set("a", "again", for: 100, at: 1)
    table.set("d", "d", for: 100, at: 2)
    #expect(table.entries.keys.sorted() == ["a", "c", "d"])
    table.set("e", "e", for: 100, at: 3)
    #expect(table.entries.keys.sorted() == ["a", "d", "e"])
    #expect(table.live(at: 3).map(\.key) == ["a", "d", "e"])
  }

  @Test func `what has expired makes room first`() {
    var table = StoreTable(limit: 3)
    for key in ["a", "b"] { table.set(key, key, for: 10, at: 0) }
    table.set("c", "c", for: 100, at: 0)
    table.set("d", "d", for: 100, at: 10)
    #expect(table.entries.keys.sorted() == ["c", "d"])
  }

  @Test func `a million writes leave no more than the limit`() {
    var table = StoreTable(limit: 100)
    for write in 0..<100_000 { table.set("key \(write % 300)", "", for: 1_000, at: Int64(write)) }
    #expect(table.entries.count == 100)
    var one = StoreTable(limit: 100)
    for write in 0..<10_000 {
      one.set("one", "", for: 1_000, at: Int64(write))
      if write.isMultiple(of: 3) { one.delete("one") }
    }
    #expect(one.queue.count < 64)
  }

  @Test(
    arguments: [
      (Duration.milliseconds(5), 5), (.microseconds(1), 1), (.nanoseconds(1_000_001), 2),
      (.zero, 0),
      (.seconds(-1), -1_000), (.seconds(Int64.max), .max), (.seconds(Int64.min), .min),
      (.milliseconds(-1), -1),
    ] as [(Duration, Int64)])
  func `durations are rounded up to milliseconds`(duration: Duration, expected: Int64) {
    #expect(duration.wholeMilliseconds == expected)
  }
}
