// A student at work: grades whenever a file has other content than before, and listens to keys meanwhile. It stays
// with one exercise until the key for the next one is pressed.

import Engine
import Foundation

/// One call of `watch`, from its first verdict to its end.
@MainActor final class WatchSession {
  private(set) var exercise: Exercise
  private let invocation: Invocation
  private let watch: FileWatch
  /// What was graded last, or is being graded.
  private var graded: Fingerprint?
  private var grading: Task<Void, Never>?
  private var verdict: Verdict?

  /// Whether a verdict is on its way.
  var isGrading: Bool { grading != nil }

  init(_ exercise: Exercise, _ invocation: Invocation, keys: AsyncStream<Character>) {
    self.exercise = exercise
    self.invocation = invocation
    watch = FileWatch(keys: keys)
  }

  /// Runs until somebody ends it. Fine if the last verdict was.
  func run() async -> ExitCode {
    defer { watch.close() }
    begin()
    for await event in watch.events {
      if let code = await answer(event) { return code }
    }
    return .failed
  }

  /// Does what belongs to an event; says how the session ends, if it does.
  func answer(_ event: FileWatch.Event) async -> ExitCode? {
    switch event {
    case .changed: gradeIfChanged()
    case .key("h"): orSay { try Workbook.showHint(exercise, invocation) }
    case .key("d"): orSay { try Workbook.showSolution(exercise, invocation) }
    case .key("n"): next()
    case .key("q"):
      await stopGrading()
      return verdict?.isFull == true ? .fine : .failed
    case .key: break
    }
    return nil
  }

  private func begin() {
    verdict = nil
    watch.follow(exercise.startFolder)
    grade()
  }

  /// The exercise behind this one; behind the last comes the first.
  private func next() {
    orSay {
      let all = try invocation.course.exercises
      guard let index = all.firstIndex(of: exercise) else { return }
      exercise = all[(index + 1) % all.count]
      begin()
    }
  }

  // MARK: Grading

  private func gradeIfChanged() {
    guard content() != graded else { return }
    invocation.terminal.say(invocation.terminal.style.dim("\nSaved; it is graded again …"))
    grade()
  }

  /// Grades what stands there now. What is not done by then is not waited for.
  private func grade() {
    graded = content()
    let before = grading
    before?.cancel()
    grading = Task { [exercise, invocation] in
      await before?.value
      if Task.isCancelled { return }
      do {
        verdict = try await Workbook.grade(exercise, invocation)
      } catch is CancellationError {
        return
      } catch {
        invocation.terminal.say("\(error)")
      }
      grading = nil
      sayWhatCanBeDone()
    }
  }

  private func stopGrading() async {
    grading?.cancel()
    await grading?.value
  }

  /// The student's files; those that an editor keeps beside them do not count.
  private func content() -> Fingerprint {
    let folder = exercise.startFolder
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let counted = names.filter {
      !$0.hasPrefix(".") && ($0.hasSuffix(".swift") || $0.hasSuffix(".hurl"))
    }
    return Fingerprint(
      counted.sorted().flatMap { name in
        [Data(name.utf8), FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data()]
      })
  }

  private func sayWhatCanBeDone() {
    let diff = verdict?.isFull == true ? "d diff with ours, " : ""
    let keys = KeyReader.isPossible ? "h hint, \(diff)n next exercise, q quit" : "Ctrl-C ends it"
    invocation.terminal.say(
      invocation.terminal.style.dim("Watching \(exercise.shownStart): \(keys)"))
  }

  /// What goes wrong on a key is said, and ends nothing.
  private func orSay(_ action: () throws -> Void) {
    do { try action() } catch { invocation.terminal.say("\(error)") }
  }
}
