// When a checkout's file was committed last. A clone's files are as old as the clone; git knows better.
//
// The checkout is a stranger's, and its settings can name programs that git starts. `rev-list` starts none of them: no
// pager, no signature check, no look at the working tree; and what is missing is fetched from nowhere.

import Engine
import Foundation

/// Asks git.
@MainActor enum CommitTime {
  /// The time of the last commit that changed what stands at a path; nil where there is no checkout, no git, no such
  /// commit, or no answer within ten seconds.
  static func last(in checkout: String, of path: [String]) async throws -> Date? {
    guard FileManager.default.fileExists(atPath: "\(checkout)/.git") else { return nil }
    let place = path.isEmpty ? "." : path.joined(separator: "/")
    let git = try? Running.start {
      try ChildProcess.spawn(
        "git",
        ["-c", "protocol.allow=never", "-c", "core.fsmonitor=false", "-C", checkout]
          + ["rev-list", "--timestamp", "--max-count=1", "HEAD", "--", place],
        environment: environment.all.merging([
          "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_LITERAL_PATHSPECS": "1",
        ]) { $1 },
        output: .pipe, errors: .null)
    }
    guard let git else { return nil }
    defer { Running.end(git) }
    async let words = git.output?.readAll(upTo: 1_000)
    let status = await git.wait(atMost: .seconds(10))
    if status == nil { git.kill(9) }
    let text = String(decoding: (try? await words) ?? [], as: UTF8.self)
    try Task.checkCancellation()
    guard status == .exited(0), let seconds = text.split(separator: " ").first.flatMap({ Int($0) })
    else { return nil }
    return Date(timeIntervalSince1970: TimeInterval(seconds))
  }
}
