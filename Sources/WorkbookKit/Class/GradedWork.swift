// One student's work for one exercise, graded: what the report in JSON holds, and what a later run reads to see that
// nothing has changed.

import Foundation

/// A verdict, whose it is, and of what.
struct GradedWork: Codable, Sendable, Equatable {
  /// The student's name, or the code that stands for it.
  var student: String
  /// The exercise's folder.
  var exercise: String
  var points: Int
  var maximum: Int
  /// Whether it was handed in behind the deadline; costs no points.
  var isLate: Bool
  /// When it was handed in, as far as its files or its last commit tell: seconds since 1970.
  var handedIn: Int?
  /// The fingerprint of everything that the verdict depends on: the work, the checks and the seed.
  var key: String
  /// The same for all works that differ only in names, spaces and comments; nil where there was nothing to read.
  var shape: String?
  /// Whether it is the program that the exercise began with.
  var isUntouched: Bool
  var verdict: Verdict

  /// Whether anything but the work itself kept it from being graded.
  var isGraderAtFault: Bool {
    verdict.status == .graderAtFault || verdict.checks.contains { $0.status == .graderAtFault }
  }
}

/// What was graded together, and how: `class.json`.
struct ClassRun: Codable, Sendable, Equatable {
  /// What the random values of all requests were drawn from.
  var seed: UInt64
  /// The part of the class, where it is not all of it.
  var shard: Shard?
  /// By name, or by code.
  var students: [String] = []
  /// The exercises' folders and titles.
  var exercises: [GradedExercise] = []
  /// As it was given.
  var deadline: String?
  var isAnonymous = false
  var problems: [ClassProblem] = []
  /// Whether everybody was graded; until then the rest says little.
  var isFinished = false

  struct GradedExercise: Codable, Sendable, Equatable {
    var folder: String
    var title: String
    var maximum: Int
  }
}

/// One of several parts of a class: `2/4`.
struct Shard: Codable, Sendable, Equatable, Hashable, CustomStringConvertible {
  var index: Int
  var count: Int

  var description: String { "\(index)/\(count)" }

  init(index: Int, count: Int) { (self.index, self.count) = (index, count) }

  /// Reads `2/4`; nil for what is no part of anything.
  init?(_ text: String) {
    guard let match = text.wholeMatch(of: /(\d{1,5})\/(\d{1,5})/), let index = Int(match.1),
      let count = Int(match.2), index >= 1, index <= count
    else { return nil }
    self.init(index: index, count: count)
  }

  /// Every n-th, so that parts are as large as each other. All machines see the same order.
  func part<Element>(of all: [Element]) -> [Element] {
    all.enumerated().filter { $0.offset % count == index - 1 }.map(\.element)
  }
}
