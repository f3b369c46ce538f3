// Wrong servers: each is the solution with one small thing changed, and proves that a check can fail.
//
//     ## forgets-404
//
//     What it gets wrong, in a sentence.
//
//     Caught by: unknown-path
//
//     (old text and new text, each in a block of ```swift)

import Foundation

/// One wrong server.
public struct Mutant: Sendable, Equatable {
  public var name: String
  public var mistake: String
  /// The check that must catch it.
  public var caughtBy: String
  public var old: String
  public var new: String
  /// Where it stands, `mutants.md:12`.
  public var place: String

  /// The solution with the mistake made.
  ///
  /// Throws `WorkbookError` where the old text does not stand there exactly once.
  public func apply(to solution: String) throws -> String {
    let count = solution.components(separatedBy: old).count - 1
    guard count == 1 else {
      throw WorkbookError(
        "\(place): the old text of \"\(name)\" stands \(count) times in Solution/main.swift, not once"
      )
    }
    return solution.replacing(old, with: new)
  }

  /// All mutants of a file.
  static func parse(_ text: String, file: String) throws -> [Mutant] {
    try sections(of: text).map { section in
      let place = "\(file):\(section.line)"
      let blocks = section.text.matches(of: /```swift\n([\s\S]*?)\n?```/).map { String($0.1) }
      guard blocks.count == 2 else {
        throw WorkbookError(
          "\(place): a mutant has two blocks of ```swift, the old text and the new; \"\(section.title)\" has \(blocks.count)"
        )
      }
      guard let caught = section.text.firstMatch(of: /(?m)^Caught by: (\S+)$/) else {
        throw WorkbookError(
          "\(place): \"\(section.title)\" does not say by which check it is caught (Caught by: name)"
        )
      }
      let mistake = section.text.prefix { $0 != "\n" }
      return Mutant(
        name: section.title, mistake: String(mistake), caughtBy: String(caught.1), old: blocks[0],
        new: blocks[1], place: place)
    }
  }
}
