// What an exercise's folder must hold, and in which form.

import Foundation

extension Verifier {
  func fileTrials(_ exercise: Exercise) -> [Trial] {
    let course = course
    return [
      Trial(.files, "README.md names a lesson") {
        course.lessons.contains { $0.number == exercise.lesson }
          ? nil
          : "Exercises/\(exercise.folder)/README.md:3: there is no lesson \(exercise.lesson)"
      },
      Trial(.files, "check.hurl has checks that give the points") {
        let checks = try exercise.checks()
        if exercise.kind == .break { _ = try exercise.script() }
        return checks.first { $0.sentence.isEmpty }.map {
          "Exercises/\(exercise.folder)/check.hurl: the check \"\($0.name)\" says nothing to the student; a sentence belongs below its notes"
        }
      },
      Trial(.files, "hints.md has three hints or more") { try hintProblem(exercise) },
      Trial(.files, "mutants.md has four wrong servers or more, each of which applies") {
        let mutants = try exercise.mutants()
        let right = try exercise.rightProgram()
        for mutant in mutants { _ = try mutant.apply(to: right) }
        return mutants.count >= 4
          ? nil
          : "Exercises/\(exercise.folder)/mutants.md: \(mutants.count) wrong servers are too few"
      },
      Trial(.files, "nothing is missing, and nothing is stray") { try strayProblem(exercise) },
      Trial(.files, "programs fit on a projector") { [self] in try widthProblem(exercise) },
    ]
  }

  /// The program in Start. For a *break* it is not what a student writes, so no copy of it is kept.
  func givenProgram(of exercise: Exercise) -> String {
    let folder = exercise.kind == .break ? exercise.startFolder : pristineFolder(exercise)
    return "\(folder)/main.swift"
  }

  private func widthProblem(_ exercise: Exercise) throws -> String? {
    let files = [
      (givenProgram(of: exercise), "Start/main.swift"),
      (exercise.solutionProgram, "Solution/main.swift"),
    ]
    for (file, shown) in files {
      let shown = "Exercises/\(exercise.folder)/\(shown)"
      let lines = textLines(try readText(file, shown: shown))
      if let index = lines.firstIndex(where: { $0.count > 68 }) {
        return "\(shown):\(index + 1): \(lines[index].count) columns; 68 at most"
      }
    }
    return nil
  }
}

private func hintProblem(_ exercise: Exercise) throws -> String? {
  let hints = try exercise.hints()
  let file = "Exercises/\(exercise.folder)/hints.md"
  if hints.count < 3 { return "\(file): \(hints.count) hints (## Hint 1, …) are too few" }
  return hints.firstIndex(of: "").map { "\(file): hint \($0 + 1) is empty" }
}

/// What stands in the folder: the agreed files, those that check.hurl sends, and what both Start and Solution hold.
private func strayProblem(_ exercise: Exercise) throws -> String? {
  let shown = "Exercises/\(exercise.folder)"
  let files = try Set(FileManager.default.subpathsOfDirectory(atPath: exercise.path))
  let agreed =
    [
      "README.md", "check.hurl", "hints.md", "mutants.md", "Start/main.swift",
      "Solution/main.swift",
    ]
    + ["Start/\(exercise.workName)", "Solution/\(exercise.workName)"]
  if let missing = agreed.first(where: { !files.contains($0) }) {
    return "\(shown)/\(missing) is missing"
  }
  let script = try readText("\(exercise.path)/check.hurl", shown: "\(shown)/check.hurl")
  let sent = script.matches(of: /file,([^;]+);/).map { String($0.1) }
  let known = Set(agreed + sent + ["Start", "Solution"])
  let stray = files.subtracting(known).sorted().first { file in
    let twin =
      file.hasPrefix("Start/")
      ? "Solution/" + file.dropFirst(6)
      : file.hasPrefix("Solution/") ? "Start/" + file.dropFirst(9) : ""
    return !files.contains(twin) || file.contains("/.")
  }
  return stray.map { "\(shown)/\($0) does not belong here; delete it" }
}
