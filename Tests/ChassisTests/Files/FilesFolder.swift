// A folder with files in it, for tests of what is sent from there.

import Foundation

@testable import Chassis

/// Noon on 1 January 2000, when all files of these folders were changed last.
let fileSeconds: Int64 = 946_728_000
let fileDate = "Sat, 01 Jan 2000 12:00:00 GMT"

/// Makes a folder with these files, by their path, and with these links; removes it afterwards.
@MainActor func inFolder(
  _ files: [String: String], links: [String: String] = [:],
  _ body: @MainActor (String) async throws -> Void
) async throws {
  let manager = FileManager.default
  let folder = manager.temporaryDirectory.appendingPathComponent("chassis-\(UUID().uuidString)")
    .path
  defer { try? manager.removeItem(atPath: folder) }
  for (path, text) in files {
    let place = "\(folder)/\(path)"
    try manager.createDirectory(atPath: Path.dirname(place), withIntermediateDirectories: true)
    try await writeFile(place, text)
    try setDate(place, fileSeconds)
  }
  for (path, target) in links {
    try manager.createSymbolicLink(atPath: "\(folder)/\(path)", withDestinationPath: target)
  }
  try await body(folder)
}

/// Says when a file was changed last.
func setDate(_ path: String, _ seconds: Int64) throws {
  try FileManager.default.setAttributes(
    [.modificationDate: Date(timeIntervalSince1970: Double(seconds))], ofItemAtPath: path)
}
