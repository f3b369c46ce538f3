// Parts of a class, put together. Parts that do not fit each other are said, and put together as far as they go.

import Foundation

/// Reads parts.
struct ClassMerge {
  private(set) var run: ClassRun
  private(set) var works: [GradedWork] = []

  /// Reads the folders of some parts.
  ///
  /// Throws `WorkbookError` where none of them is one.
  init(_ folders: [String]) throws {
    let parts = folders.map { (path: $0, folder: ClassFolder(path: $0)) }
    let read = parts.compactMap { part in part.folder.run().map { (part, run: $0) } }
    guard let first = read.first?.run else {
      throw WorkbookError("\(folders[0]) is no part of a class; merge wants what grade-class wrote")
    }
    run = ClassRun(seed: first.seed, deadline: first.deadline, isFinished: true)
    for part in parts where part.folder.run() == nil {
      complain(part.path, "no part of a class; was it graded?")
    }
    for (part, other) in read {
      if other.isAnonymous { complain(part.path, "its names are codes of its own") }
      if other.seed != run.seed {
        complain(part.path, "graded with seed \(other.seed), and others with \(run.seed)")
      }
      if !other.isFinished { complain(part.path, "it was not graded to its end") }
      add(other, part.folder.works(), of: part.path)
    }
    findMissing(read.compactMap(\.run.shard))
    run.students.sort()
    run.exercises.sort { $0.folder < $1.folder }
  }

  private mutating func add(_ other: ClassRun, _ reports: [GradedWork], of path: String) {
    let known = Set(run.students)
    for student in other.students where known.contains(student) {
      complain(student, "also in \(path); the first part that has them counts")
    }
    run.students += other.students.filter { !known.contains($0) }
    run.problems += other.problems
    for exercise in other.exercises where !run.exercises.contains(exercise) {
      run.exercises.append(exercise)
    }
    works += reports.filter { other.students.contains($0.student) && !known.contains($0.student) }
  }

  private mutating func findMissing(_ shards: [Shard]) {
    guard let count = shards.first?.count else { return }
    for index in 1...count where !shards.contains(Shard(index: index, count: count)) {
      complain("part \(index)/\(count)", "missing; the class is not whole")
    }
  }

  private mutating func complain(_ subject: String, _ text: String) {
    run.problems.append(ClassProblem(student: subject, text: text))
  }
}
