import Testing

@testable import Engine

struct FolderSnapshotTests {
  /// Names with a digit for the version: `a1 b2`.
  private func snapshot(_ text: String) -> FolderSnapshot {
    var versions: [String: FolderSnapshot.Version] = [:]
    for item in text.split(separator: " ") {
      versions[String(item.dropLast())] = FolderSnapshot.Version(
        inode: item.last?.wholeNumberValue ?? 0)
    }
    return FolderSnapshot(versions: versions)
  }

  @Test(arguments: [
    ("", "", "", ""), ("a1", "a1", "", ""), ("", "a1", "", "+a"), ("a1", "", "", "-a"),
    ("a1", "a2", "", "*a"), ("a1", "a1", "a", "*a"), ("", "a1", "a", "+a"), ("a1", "", "a", "-a"),
    ("", "", "a", ""), ("a1 b2 c3", "a1 b9 d4", "", "*b -c +d"), ("b1", "a1", "", "+a -b"),
  ]) func tellsWhatHappened(_ before: String, _ now: String, _ written: String, _ told: String) {
    let changes = snapshot(before).changes(
      until: snapshot(now), written: Set(written.split(separator: " ").map(String.init)))
    let signs: [FileChange.Kind: String] = [.appeared: "+", .changed: "*", .disappeared: "-"]
    #expect(changes.map { (signs[$0.kind] ?? "") + $0.name }.joined(separator: " ") == told)
  }

  @Test @MainActor func passesOverTheFilesOfWritersAtWork() async throws {
    try await inFolder { folder in
      for name in ["notes", ".notes.12-3f.tmp", ".hidden"] {
        try await appendFile("\(folder)/\(name)", "")
      }
      let all = try FolderSnapshot(folder: folder, only: nil)
      #expect(all.versions.keys.sorted() == [".hidden", "notes"])
      let one = try FolderSnapshot(folder: folder, only: "notes")
      #expect(one.versions.keys.sorted() == ["notes"])
      #expect(try FolderSnapshot(folder: folder, only: "none").versions.isEmpty)
      #expect(throws: SystemError.self) { try FolderSnapshot(folder: folder + "/none", only: "a") }
    }
  }
}

extension FolderSnapshot.Version {
  fileprivate init(inode: Int) {
    self.init(kind: .file, inode: UInt64(inode))
  }
}
