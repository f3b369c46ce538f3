// What a student has done: points, hints, and whether a solution was looked at. A small file, written whole each time.
//
// Points are kept with the fingerprint of what gave them. An exercise whose checks have changed since begins anew.

import Engine
import Foundation

/// What is remembered of one exercise.
public struct Achievement: Codable, Sendable, Equatable {
  /// The most points that were ever earned.
  public var best = 0
  /// The points of the program that was graded last.
  public var last = 0
  public var wasGraded = false
  public var hintsShown = 0
  public var gaveUp = false
  /// The fingerprint of what gave the points: of others, these say nothing.
  public var checks: String?
  /// The fingerprint of the file that was graded last.
  public var work: String?

  public init() {}

  /// Whether the solution may be seen: it was earned, or asked for all the same.
  func opensSolution(of exercise: Exercise) -> Bool { gaveUp || best >= exercise.points }

  /// What is left of it where the exercise gives its points for other things now.
  fileprivate var withoutPoints: Achievement {
    var rest = self
    (rest.best, rest.last, rest.wasGraded) = (0, 0, false)
    (rest.checks, rest.work) = (nil, nil)
    return rest
  }
}

/// All achievements, by the exercise's folder.
public struct Progress: Codable, Sendable, Equatable {
  public var exercises: [String: Achievement] = [:]
  /// The folders of the lessons that were run.
  public var lessonsRun: Set<String> = []

  public init() {}

  public subscript(exercise: Exercise) -> Achievement {
    get {
      guard let done = exercises[exercise.folder] else { return Achievement() }
      let isOfOthers = done.checks != nil && done.checks != exercise.fingerprint
      return isOfOthers ? done.withoutPoints : done
    }
    set { exercises[exercise.folder] = newValue }
  }
}

extension Exercise {
  /// Tells what gives the points apart from what gave them before.
  var fingerprint: String {
    let files = ["check.hurl"] + (kind == .break ? ["mutants.md"] : [])
    return Fingerprint(
      files.map { FileManager.default.contents(atPath: "\(path)/\($0)") ?? Data() }
    ).description
  }

  /// Tells what a student wrote apart from what stood there before.
  var workFingerprint: String {
    Fingerprint([FileManager.default.contents(atPath: startFile) ?? Data()]).description
  }
}
