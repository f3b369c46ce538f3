// A folder for one test, gone afterwards.

import Foundation

/// Calls `body` with the path of an empty folder of its own, and removes it with all that is in it then.
@MainActor func inTemporaryFolder(_ body: @MainActor (String) async throws -> Void) async throws {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("engine-\(UUID().uuidString)").resolvingSymlinksInPath().path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try await body(folder)
}
