// A checkout's files are as old as its clone; its last commit tells when the work was done.

import Engine
import Foundation
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct CommitTimeTests {
  @Test(.needsGit)
  func theLastCommitThatChangedTheWorkCounts() async throws {
    try await withCourse { course in
      let folder = "\(course.root)/class/anna"
      try course.handIn("anna", "", as: "02-notes/main.swift")
      try await git("init", "--quiet", in: folder)
      try await git("add", ".", in: folder)
      try await git(
        "commit", "--quiet", "-m", "One", in: folder, at: "2026-11-30T17:00:00+0000")
      try course.handIn("anna", "", as: "other/main.swift")
      // What a checkout's settings would start, were they asked, leaves a trace.
      try await git("config", "core.fsmonitor", "touch trace", in: folder)
      try await git("config", "core.pager", "touch trace", in: folder)
      try await git("config", "log.showSignature", "true", in: folder)
      try await git("config", "gpg.program", "touch trace", in: folder)
      try await git("config", "core.fsmonitor", "false", in: folder)
      try await git("add", ".", in: folder)
      try await git(
        "commit", "--quiet", "-m", "Two", in: folder, at: "2026-11-30T19:00:00+0000")
      try await git("config", "core.fsmonitor", "touch trace", in: folder)
      let first = try await CommitTime.last(in: folder, of: ["02-notes"])
      #expect(first == Date(timeIntervalSince1970: 1_796_058_000))
      let whole = try await CommitTime.last(in: folder, of: [])
      #expect(whole == Date(timeIntervalSince1970: 1_796_065_200))
      #expect(try await CommitTime.last(in: folder, of: ["nowhere"]) == nil)
      #expect(try course.names(in: "class/anna") == [".git", "02-notes", "other"])
    }
  }

  @Test func withoutACheckoutThereIsNoCommit() async throws {
    try await withCourse { course in
      try course.handIn("anna", "")
      #expect(try await CommitTime.last(in: "\(course.root)/class/anna", of: []) == nil)
    }
  }
}
