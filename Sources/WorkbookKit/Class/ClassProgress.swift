// How far a class is: a line that is drawn over itself in a terminal, and a line now and then in a file.

import Engine
import Foundation

/// Counts students, and says what is left.
@MainActor final class ClassProgress {
  /// What a student meant for the work.
  enum Step: Sendable {
    case graded
    /// Everything was known, from an earlier run or because somebody else handed in the same.
    case known
    /// There was nothing that could be graded.
    case nothing
  }

  private let total: Int
  private let terminal: Terminal
  private let draw: (String) -> Void
  private let started = ContinuousClock.now
  private var done = 0
  /// Students of whom anything had to be graded.
  private var graded = 0
  private var known = 0
  private var lastShown = 0

  /// - Parameter draw: writes to the terminal without ending the line.
  init(total: Int, terminal: Terminal, draw: @escaping (String) -> Void = ClassProgress.write) {
    self.total = total
    self.terminal = terminal
    self.draw = draw
    if terminal.isInteractive { draw(line(after: .zero)) }
  }

  nonisolated private static func write(_ text: String) {
    FileHandle.standardOutput.write(Data(text.utf8))
  }

  /// One more student is done.
  func advance(_ step: Step) {
    done += 1
    graded += step == .graded ? 1 : 0
    known += step == .known ? 1 : 0
    let line = line(after: .now - started)
    if terminal.isInteractive {
      draw("\r\u{1B}[K" + line)
      if done == total { draw("\r\u{1B}[K") }
    } else if done * 10 / total > lastShown * 10 / total, done < total {
      lastShown = done
      terminal.say(line)
    }
  }

  /// `[███████·············] 14 of 40, 2 known already, about 2 min left`
  func line(after time: Duration) -> String {
    let width = 20
    let filled = done * width / max(1, total)
    let bar =
      String(repeating: "█", count: filled) + String(repeating: "·", count: width - filled)
    var parts = ["[\(bar)] \(done) of \(total)"]
    if known > 0 { parts.append("\(known) known already") }
    if let left = left(after: time) { parts.append("about \(left) left") }
    return parts.joined(separator: ", ")
  }

  /// By the pace of those that were graded; nil where that says nothing yet.
  private func left(after time: Duration) -> String? {
    guard graded > 0, done < total else { return nil }
    let seconds = Int((time / graded * (total - done)).components.seconds)
    return seconds < 90 ? "\(max(1, seconds)) s" : "\((seconds + 30) / 60) min"
  }
}
