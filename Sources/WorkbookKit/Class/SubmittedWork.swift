// Where in what a student handed in the work for an exercise stands: people hand in a file, a folder for each exercise,
// a folder around everything, or their whole checkout of the workbook.
//
//     02-notes/main.swift                     named by the exercise, by its topic as well (notes/main.swift)
//     Exercises/02-notes/Start/main.swift     a checkout
//     main.swift, src/main.swift              where the class is graded for one exercise: the only one that there is

import Engine
import Foundation

/// The files of a student's folder, and which of them is whose work.
struct SubmittedWork: Sendable {
  /// All files, as the way from the folder; sorted.
  let files: [[String]]

  init(files: [[String]]) {
    self.files = files.sorted { $0.joined(separator: "/") < $1.joined(separator: "/") }
  }

  /// More files than a checkout has; what stands behind them is not looked at.
  private static let countLimit = 20_000

  /// Lists what stands in a folder. What is hidden is passed over, and links are not followed.
  init(folder: String) {
    var found: [[String]] = []
    var waiting: [[String]] = [[]]
    while let path = waiting.popLast(), found.count < Self.countLimit {
      let place = ([folder] + path).joined(separator: "/")
      let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
      for name in names where !name.hasPrefix(".") && name != "__MACOSX" {
        let attributes = try? FileManager.default.attributesOfItem(atPath: "\(place)/\(name)")
        switch attributes?[.type] as? FileAttributeType {
        case .typeDirectory where path.count < 12: waiting.append(path + [name])
        case .typeRegular: found.append(path + [name])
        default: break
        }
      }
    }
    self.init(files: found)
  }

  /// More than one file that could be meant.
  struct Ambiguous: Error, Equatable, CustomStringConvertible {
    let description: String
  }

  /// The folder of the work for an exercise, as the way to it; nil where there is none.
  ///
  /// - Parameter others: the exercises of the course, if the class is graded for this one alone.
  ///
  /// Throws `Ambiguous`.
  func folder(for exercise: Exercise, aloneAmong others: [Exercise]? = nil) throws(Ambiguous)
    -> [String]?
  {
    let candidates = files.filter { $0.last == exercise.workName }.map { Array($0.dropLast()) }
    var found = candidates.filter { Self.names($0, exercise) }
    // A checkout of the workbook is full of programs that nobody means.
    let isCheckout = files.contains { $0.contains("Lessons") }
    if found.isEmpty, let others, !isCheckout {
      let names = Set(others.map(\.folder))
      found = candidates.filter { names.isDisjoint(with: $0) }
    }
    if found.count > 1 {
      let shown = found.prefix(3).map {
        shownCode(($0 + [exercise.workName]).joined(separator: "/"))
      }
      throw Ambiguous(
        description: "\(found.count == 2 ? "two" : "\(found.count)") \(exercise.workName): "
          + "\(shown.joined(separator: ", ")); leave the one that counts")
    }
    return found.first
  }

  /// Whether the last folders of a path say which exercise it is for.
  private static func names(_ path: [String], _ exercise: Exercise) -> Bool {
    let last = path.last == "Start" ? path.dropLast().last : path.last
    return [exercise.folder, exercise.topic].contains(last?.lowercased())
  }

  /// The files that stand in a folder or below it.
  func files(below folder: [String]) -> [[String]] { files.filter { $0.starts(with: folder) } }
}
