// `watch`: grades again whenever the student saves.

import Foundation

extension Workbook {
  static let watchCommand = Command(
    name: "watch", summary: "grade again each time you save",
    operands: [.init(name: "EXERCISE")], options: [seedOption],
    details: """
      Grades the exercise, and again each time a file in its Start folder is saved. In a terminal the key h shows the next \
      hint and q ends it; Ctrl-C does too.
      """, example: "watch notes"
  ) { invocation in
    let exercise = try invocation.course.exercise(invocation.operands[0])
    interruptIsFine = true
    let keys = KeyReader()
    let events = FileWatch.changes(in: exercise.startFolder, and: keys.keys)
    var verdict = try await gradeForWatch(exercise, invocation)
    for await event in events {
      switch event {
      case .changed: verdict = try await gradeForWatch(exercise, invocation)
      case .key("h"): try showHint(exercise, invocation)
      case .key("q"): return verdict?.isFull == true ? .fine : .failed
      case .key: break
      }
    }
    return .fine
  }

  /// Grades; a file that is gone for a moment, while an editor replaces it, is no reason to end.
  private static func gradeForWatch(_ exercise: Exercise, _ invocation: Invocation) async throws
    -> Verdict?
  {
    var verdict: Verdict?
    do { verdict = try await grade(exercise, invocation) } catch let error as WorkbookError {
      invocation.terminal.say("\(error)")
    }
    let keys = KeyReader.isPossible ? "h hint, q quit" : "Ctrl-C ends it"
    invocation.terminal.say(
      invocation.terminal.style.dim("Watching \(exercise.shownStart): \(keys)"))
    return verdict
  }
}
