import Testing

@testable import WorkbookKit

struct SequenceDiffTests {
  /// The change in signs: what stays, what goes, what comes.
  private func signs(_ left: [String], _ right: [String]) -> String {
    changes(from: left, to: right).map { change in
      switch change {
      case .same(let left, let right): "=\(left),\(right)"
      case .removed(let left): "-\(left)"
      case .added(let right): "+\(right)"
      }
    }.joined(separator: " ")
  }

  @Test(
    arguments: [
      ([], [], ""),
      (["a"], ["a"], "=0,0"),
      (["a"], [], "-0"),
      ([], ["a"], "+0"),
      (["a", "b", "c"], ["a", "c"], "=0,0 -1 =2,1"),
      (["a", "c"], ["a", "b", "c"], "=0,0 +1 =1,2"),
      (["a", "b"], ["c", "d"], "-0 -1 +0 +1"),
      (["x", "a", "y", "b"], ["a", "z", "b"], "-0 =1,0 -2 +1 =3,2"),
    ] as [([String], [String], String)])
  func findsWhatIsCommon(_ left: [String], _ right: [String], _ expected: String) {
    #expect(signs(left, right) == expected)
  }

  /// Too long for the table: what is unique on both sides is found all the same, in its order.
  @Test func longSequencesAreCompared() {
    let left = (0..<3_000).map { $0 % 3 == 0 ? "line \($0)" : "}" }
    var right = left
    right.remove(at: 2_400)
    right.insert("new", at: 30)
    right.swapAt(1_201, 1_501)
    let steps = changes(from: left, to: right)
    let same = steps.compactMap {
      if case .same(let one, let other) = $0 { (one, other) } else { nil }
    }
    #expect(same.allSatisfy { left[$0.0] == right[$0.1] })
    #expect(zip(same, same.dropFirst()).allSatisfy { $0.0 < $1.0 && $0.1 < $1.1 })
    #expect(steps.count { if case .removed = $0 { true } else { false } } == 2 + 1)
    #expect(steps.count { if case .added = $0 { true } else { false } } == 2 + 1)
  }

  /// Neither unique lines nor room for a table: all of it counts as changed, at once.
  @Test(.timeLimit(.minutes(1))) func whatCannotBeComparedIsChanged() {
    let left = (0..<20_000).map { $0 % 2 == 0 ? "even" : "odd" }
    let right = (0..<20_000).map { $0 % 2 == 0 ? "new" : "even" }
    let steps = changes(
      from: ["first"] + left + ["last"], to: ["first"] + right + ["last"])
    #expect(steps.first == .same(left: 0, right: 0))
    #expect(steps.last == .same(left: 20_001, right: 20_001))
    #expect(steps.count == 2 + 40_000)
  }
}
