// Lists of wishes: what is one, what is none, and where one ends.

import Testing

@testable import Chassis

struct WeightedListTests {
  /// The wishes as text: name, parameters, weight.
  private func read(_ field: String) -> [String] {
    WeightedRange.list(field).map { range in
      let parameters = range.parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      return ([range.name] + parameters + ["\(range.quality)"]).joined(separator: " ")
    }
  }

  @Test(
    arguments: [
      ("gzip", ["gzip 1.0"]), ("gzip;q=0.5, br", ["gzip 0.5", "br 1.0"]),
      (" GZip ; Q=0.5 ,\tbr ", ["gzip 0.5", "br 1.0"]), ("", []), (",", []), (", ,a,,", ["a 1.0"]),
      ("text/html;level=1;q=0.7;later=2", ["text/html level=1 0.7"]),
      (#"text/html;title="a,b;c";q=0.5, x/y"#, ["text/html title=a,b;c 0.5", "x/y 1.0"]),
      (#"text/html;title="a\",b", x/y"#, [#"text/html title=a\",b 1.0"#, "x/y 1.0"]),
      (#"a;t="open, b;q=0.1"#, [#"a t="open, b;q=0.1 1.0"#]),
      ("a;q=0", ["a 0.0"]), ("a;q=1.000", ["a 1.0"]), ("a;q=.5", ["a 0.5"]),
      ("a;q=2, b", ["b 1.0"]), ("a;q=-1, b", ["b 1.0"]), ("a;q=nan", []), ("a;q=0x1", []),
      ("a;q=1e-1", []), ("a;q=", []), ("a;q", []), ("a;q=0.5.5", []), ("a;q=+1", []), (";q=1", []),
      (#"a;q="0.5""#, ["a 0.5"]), ("a;;b", ["a = b= 1.0"]),
    ] as [(String, [String])])
  func `wishes`(field: String, expected: [String]) {
    #expect(read(field) == expected)
  }

  @Test func `a long list takes no long time`() {
    let field = Array(repeating: "a;q=0.5;\"", count: 100_000).joined(separator: ",")
    #expect(WeightedRange.list(field).count > 0)
  }
}
