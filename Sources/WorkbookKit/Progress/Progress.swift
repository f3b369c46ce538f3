// What a student has done: points, hints, and whether a solution was looked at. A small file, written whole each time.

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

  public init() {}
}

/// All achievements, by the exercise's folder.
public struct Progress: Codable, Sendable, Equatable {
  public var exercises: [String: Achievement] = [:]
  /// The folders of the lessons that were run.
  public var lessonsRun: Set<String> = []

  public init() {}

  public subscript(exercise: Exercise) -> Achievement {
    get { exercises[exercise.folder] ?? Achievement() }
    set { exercises[exercise.folder] = newValue }
  }
}
