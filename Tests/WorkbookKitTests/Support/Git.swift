// Checkouts for tests, by the real git, where there is one.

import Engine
import Foundation
import Testing

/// Runs git as a student; it must succeed.
@MainActor func git(_ words: String..., in folder: String, at date: String = "") async throws {
  let outcome = try await ChildProcess.run(
    "git", ["-c", "user.name=Anna", "-c", "user.email=anna@example.com"] + words,
    environment: environment.all.merging([
      "GIT_COMMITTER_DATE": date, "GIT_AUTHOR_DATE": "2020-01-01T00:00:00Z",
    ]) { $1 }, folder: folder)
  #expect(outcome.status == .exited(0), "\(String(decoding: outcome.errors, as: UTF8.self))")
}

extension Trait where Self == ConditionTrait {
  /// Skipped, with a word, where there is no git.
  static var needsGit: Self {
    .enabled("git is not installed") {
      (environment["PATH"] ?? "").split(separator: ":").contains {
        FileManager.default.isExecutableFile(atPath: "\($0)/git")
      }
    }
  }
}
