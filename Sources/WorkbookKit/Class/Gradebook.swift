// A class as numbers: who has which points, which checks most miss, whose works are equal. Made from reports alone, so
// it does not matter whether one machine has graded them or ten.

import Foundation

/// A graded class.
struct Gradebook: Sendable {
  let run: ClassRun
  let works: [GradedWork]
  private let byPlace: [String: [String: GradedWork]]

  init(run: ClassRun, works: [GradedWork]) {
    self.run = run
    self.works = works
    byPlace = Dictionary(grouping: works, by: \.student).mapValues { works in
      Dictionary(works.map { ($0.exercise, $0) }) { $1 }
    }
  }

  var students: [String] { run.students }
  var exercises: [ClassRun.GradedExercise] { run.exercises }
  /// The points that a student can have.
  var maximum: Int { exercises.reduce(0) { $0 + $1.maximum } }

  /// What a student handed in for an exercise; nil for nothing.
  func work(_ student: String, _ exercise: ClassRun.GradedExercise) -> GradedWork? {
    byPlace[student]?[exercise.folder]
  }

  func works(for exercise: ClassRun.GradedExercise) -> [GradedWork] {
    students.compactMap { work($0, exercise) }
  }

  func points(of student: String) -> Int {
    exercises.reduce(0) { $0 + (work(student, $1)?.points ?? 0) }
  }

  func isLate(_ student: String) -> Bool {
    exercises.contains { work(student, $0)?.isLate == true }
  }

  func problems(of student: String) -> [String] {
    run.problems.filter { $0.student == student }.map(\.text)
  }

  /// The checks of an exercise, as its works have them.
  func checks(of exercise: ClassRun.GradedExercise) -> [CheckResult] {
    works(for: exercise).first { !$0.verdict.checks.isEmpty }?.verdict.checks ?? []
  }

  /// What came of a check; nil where nothing was handed in.
  func result(_ check: CheckResult, _ student: String, _ exercise: ClassRun.GradedExercise)
    -> CheckResult?
  {
    work(student, exercise)?.verdict.checks.first { $0.name == check.name }
  }

  // MARK: The class as a whole

  /// A check, and how many of those who handed in have no points for it.
  struct Missed: Equatable {
    var exercise: String
    var check: String
    var sentence: String
    var missed: Int
    /// Those of them whose programs were not asked, because they did not come so far.
    var notAsked: Int
    var of: Int

    var share: Double { Double(missed) / Double(max(1, of)) }
  }

  /// All checks, those first that most miss.
  var missed: [Missed] {
    let all = exercises.flatMap { exercise in
      let works = works(for: exercise)
      return checks(of: exercise).map { check in
        let marks = works.compactMap { work in
          work.verdict.checks.first { $0.name == check.name }.map { CheckMark($0.status) }
        }
        return Missed(
          exercise: exercise.folder, check: check.name, sentence: check.sentence,
          missed: works.count - marks.count { $0 == .passed },
          notAsked: marks.count { $0 == .skipped }, of: works.count)
      }
    }
    // Sorting keeps no order among equals by itself.
    return all.enumerated().sorted {
      ($1.element.share, $0.offset) < ($0.element.share, $1.offset)
    }.map(\.element)
  }

  /// Students whose works for an exercise say the same.
  struct Group: Equatable {
    var exercise: String
    var students: [String]
    /// Whether it is what the exercise began with.
    var isUntouched: Bool
  }

  /// Works that are equal after renaming and formatting, two or more.
  var groups: [Group] {
    exercises.flatMap { exercise in
      let shapes = Dictionary(grouping: works(for: exercise).filter { $0.shape != nil }) {
        $0.shape
      }
      return shapes.values.filter { $0.count > 1 }.map { works in
        Group(
          exercise: exercise.folder, students: works.map(\.student),
          isUntouched: works.contains(where: \.isUntouched))
      }.sorted { $0.students[0] < $1.students[0] }
    }
  }
}

/// A work's status in a few words.
extension Verdict.Status {
  var words: String {
    switch self {
    case .asked: "graded"
    case .unreadable: "cannot be read"
    case .doesNotCompile: "does not compile"
    case .compilingWasEnded: "compiling was ended"
    case .doesNotStart: "does not start"
    case .neverListens: "never listens"
    case .graderAtFault: "grader at fault"
    }
  }
}

extension Gradebook {
  /// The table for a spreadsheet: a student a row.
  var csv: String {
    var heading = ["student", "points", "maximum", "late", "note"]
    for exercise in exercises {
      heading += ["\(exercise.folder) points", "\(exercise.folder) status"]
      heading += checks(of: exercise).map { "\(exercise.folder) \($0.name)" }
    }
    return CSV.text([heading] + students.map(row))
  }

  private func row(_ student: String) -> [String] {
    var row = [
      student, "\(points(of: student))", "\(maximum)", isLate(student) ? "late" : "",
      problems(of: student).joined(separator: "; "),
    ]
    for exercise in exercises {
      let work = work(student, exercise)
      row += ["\(work?.points ?? 0)", work?.verdict.status.words ?? "not handed in"]
      row += checks(of: exercise).map { "\(result($0, student, exercise)?.earned ?? 0)" }
    }
    return row.map(shownCode)
  }
}
