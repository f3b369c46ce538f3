// Wrong servers: each is the solution with one small thing changed, and proves that a check can fail.
//
//     ## forgets-404
//
//     What it gets wrong, in a sentence.
//
//     Caught by: unknown-path
//
//     (old text and new text, each in a block of ```swift)
//
// For a *break* the wrong servers are what is asked for: there a line `Points: 20` stands in the place of `Caught by:`.

import Foundation

/// One wrong server.
public struct Mutant: Sendable, Equatable {
  public var name: String
  public var mistake: String
  /// The check that must catch it; for a *break* that of its own name.
  public var caughtBy: String
  /// What a student earns who exposes it; 0 where that is not the task.
  public var points = 0
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
  ///
  /// - Parameter givesPoints: whether each says its points, instead of the check that catches it.
  ///
  /// Throws `WorkbookError` with file and line.
  static func parse(_ text: String, file: String, giving givesPoints: Bool = false) throws
    -> [Mutant]
  {
    var mutants: [Mutant] = []
    for section in sections(of: text) {
      let mutant = try Mutant(section, file, givesPoints)
      guard !mutants.contains(where: { $0.name == mutant.name }) else {
        throw WorkbookError("\(mutant.place): a wrong server named \"\(mutant.name)\" stands twice")
      }
      mutants.append(mutant)
    }
    guard !mutants.isEmpty else {
      throw WorkbookError(
        "\(file):1: there is no wrong server in this file; each begins with ## name")
    }
    return mutants
  }

}

extension Mutant {
  fileprivate init(
    _ section: (title: String, line: Int, text: String), _ file: String, _ givesPoints: Bool
  ) throws {
    name = section.title
    place = "\(file):\(section.line)"
    let blocks = section.text.matches(of: /```swift\n([\s\S]*?)\n?```/).map { String($0.1) }
    guard blocks.count == 2 else {
      throw WorkbookError(
        "\(place): a mutant has two blocks of ```swift, the old text and the new; \"\(section.title)\" has \(blocks.count)"
      )
    }
    (old, new) = (blocks[0], blocks[1])
    guard !old.isEmpty, old != new else {
      throw WorkbookError("\(place): the blocks of \"\(name)\" change nothing")
    }
    mistake = String(section.text.prefix { $0 != "\n" })
    caughtBy = name
    if givesPoints {
      guard let match = section.text.firstMatch(of: /(?m)^Points: (\d+)$/),
        let points = Int(match.1)
      else {
        throw WorkbookError(
          "\(place): \"\(name)\" does not say what it gives to whoever exposes it (Points: 20)")
      }
      self.points = points
    } else {
      guard let match = section.text.firstMatch(of: /(?m)^Caught by: (\S+)$/) else {
        throw WorkbookError(
          "\(place): \"\(name)\" does not say by which check it is caught (Caught by: name)")
      }
      caughtBy = String(match.1)
    }
  }
}
