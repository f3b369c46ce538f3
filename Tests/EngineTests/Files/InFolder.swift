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

/// Bytes that differ from place to place (a prime number of them, again and again), made quickly even without optimisation:
/// the tests share one loop, and whoever computes on it keeps the others waiting.
nonisolated func patterned(_ count: Int) -> [UInt8] {
  var bytes = (0..<65_521).map { UInt8(truncatingIfNeeded: $0 / 7) }
  while bytes.count < count { bytes += bytes }
  return Array(bytes[..<count])
}
