// A folder for one run of one program: it starts there, and finds no other place for what it writes. When the command
// is interrupted, those that are in use go as well.

import Foundation

/// A temporary folder that nobody else may open.
@MainActor struct PrivateFolder {
  private static var inUse: Set<String> = []
  /// What the names of such folders begin with.
  nonisolated static let prefix = "workbook-"

  let path: String

  /// Makes it, in the system's folder for temporary files unless told otherwise. Throws where that cannot be written.
  init(in parent: String? = nil) throws {
    let parent = parent ?? FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
    path = "\(parent)/\(Self.prefix)\(UUID().uuidString)"
    Self.inUse.insert(path)
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  /// Removes it with everything in it, also what the program has locked for others.
  func remove() { Self.remove(path) }

  /// Removes those that are in use: whoever uses them has been ended.
  static func removeAll() { inUse.forEach(remove) }

  private static func remove(_ path: String) {
    inUse.remove(path)
    if (try? FileManager.default.removeItem(atPath: path)) != nil { return }
    unlock(path)
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
