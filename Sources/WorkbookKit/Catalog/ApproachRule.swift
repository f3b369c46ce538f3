// How an exercise wants to be solved, as far as a program can see it: rules in the section "Approach" of its README.
//
//     ## Approach
//
//     - No `split(`: the router takes the path apart.
//     - Once `X-Audit`: the number is said in one place.
//     - With `next()` (10 points): what follows is awaited.
//
// A program that breaks one gets a remark. It costs points only where the rule gives some, and those come last: a
// program that does nothing else breaks no rule either.

import Foundation

/// One rule of an exercise's approach.
public struct ApproachRule: Sendable, Equatable {
  /// How often a text may stand in the code.
  public enum Measure: String, Sendable, CaseIterable {
    case no = "No"
    case once = "Once"
    case with = "With"
  }

  public var measure: Measure
  /// What is looked for.
  public var text: String
  public var points: Int
  /// Why, for a student to read.
  public var sentence: String

  /// The rules of a README; none where it has no such section.
  ///
  /// Throws `WorkbookError` for a point of the section that is no rule.
  static func rules(in readme: String, file: String) throws -> [ApproachRule] {
    guard let section = sections(of: readme).first(where: { $0.title == "Approach" }) else {
      return []
    }
    let start = section.line
    // What is looked for may hold anything but a backtick.
    let form = /- (No|Once|With) `([^`]+)`(?: \((\d+) points\))?: (.+)/
    return try textLines(readme).enumerated().dropFirst(start).prefix {
      !$0.element.hasPrefix("## ")
    }
    .filter { $0.element.hasPrefix("- ") }
    .map { index, line in
      guard let match = line.wholeMatch(of: form), let measure = Measure(rawValue: String(match.1))
      else {
        throw WorkbookError(
          "\(file):\(index + 1): a rule of the approach has the form: - No `text`: why (or Once, or With)"
        )
      }
      return ApproachRule(
        measure: measure, text: String(match.2), points: match.3.flatMap { Int($0) } ?? 0,
        sentence: String(match.4))
    }
  }

  /// What breaks the rule, and where; nil where nothing does.
  func breach(in sources: [(name: String, text: String)]) -> String? {
    let places = sources.flatMap { source in
      linesOfCode(source.text).enumerated().flatMap { index, line in
        Array(repeating: "\(source.name):\(index + 1)", count: occurrences(in: line))
      }
    }
    switch (measure, places.count) {
    case (.no, 1...): return "`\(text)` stands in \(places.joined(separator: ", "))"
    case (.once, 0), (.with, 0): return "`\(text)` is not there"
    case (.once, 2...):
      return "`\(text)` stands \(places.count) times, in \(places.joined(separator: ", "))"
    default: return nil
    }
  }

  /// How often the text stands in a line; where it begins or ends with a letter, not as a part of a longer word.
  private func occurrences(in line: String) -> Int {
    line.ranges(of: text).count { range in
      let before = line[..<range.lowerBound].last
      let after = line[range.upperBound...].first
      return !(isWordPart(text.first) && isWordPart(before))
        && !(isWordPart(text.last) && isWordPart(after))
    }
  }

  private func isWordPart(_ character: Character?) -> Bool {
    character.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false
  }
}
