import Testing

@testable import WorkbookKit

struct LineDiffTests {
  /// The change in signs: what stays, what goes, what comes.
  private func signs(_ left: [String], _ right: [String]) -> String {
    lineChanges(left, right).map { change in
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
      (["  a  ", "b"], ["a", "b"], "=0,0 =1,1"),
      (["x", "a", "y", "b"], ["a", "z", "b"], "-0 =1,0 -2 +1 =3,2"),
    ] as [([String], [String], String)])
  func findsWhatIsCommon(_ left: [String], _ right: [String], _ expected: String) {
    #expect(signs(left, right) == expected)
  }

  @Test func writesBothTextsAsOne() {
    let text = UnifiedDiff(style: Style(isColoured: false)).text(
      "import Engine\nlet a = 1\n", "yours", "import Engine\nlet b = 1\n", "ours")
    #expect(
      text == """
        --- yours
        +++ ours
          import Engine
        - let a = 1
        + let b = 1
        """)
  }
}
