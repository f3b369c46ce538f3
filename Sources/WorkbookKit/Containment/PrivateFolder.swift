// A folder for one run of one program: it starts there, and finds no other place for what it writes.

import Foundation

/// A temporary folder that nobody else may open.
struct PrivateFolder {
  let path: String

  /// Makes it. Throws where the system's folder for temporary files cannot be written.
  init() throws {
    let parent = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
    path = "\(parent)/workbook-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  /// Removes it with everything in it, also what the program has locked for others.
  func remove() {
    if (try? FileManager.default.removeItem(atPath: path)) != nil { return }
    Self.unlock(path)
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Lets the folders below be entered and emptied; links are not followed.
  private static func unlock(_ folder: String) {
    let files = FileManager.default
    try? files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder)
    for name in (try? files.contentsOfDirectory(atPath: folder)) ?? [] {
      let type =
        try? files.attributesOfItem(atPath: "\(folder)/\(name)")[.type] as? FileAttributeType
      if type == .typeDirectory { unlock("\(folder)/\(name)") }
    }
  }
}
