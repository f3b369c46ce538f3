// Where the tests of files keep theirs.

import Foundation

/// Runs `body` with a new folder, and removes it afterwards with all that stands in it.
@MainActor func inFolder(_ body: @MainActor (String) async throws -> Void) async throws {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("engine-files-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try await body(folder)
}
