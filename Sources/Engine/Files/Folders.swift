// Folders: what stands in them, and how they come and go. Off the loop, as everything in `Files.swift`.

/// A name in a folder, and what has it.
///
/// Node: `fs.Dirent`
public nonisolated struct FolderEntry: Sendable, Equatable {
  /// The name alone, without the folder. Bytes that are no UTF-8 read as U+FFFD.
  public let name: String
  /// A symbolic link is a `link`, wherever it leads.
  public let kind: FileStatus.Kind
}

/// What stands in a folder, sorted by name (byte by byte, so `Zoe` comes before `adam`), hidden files too.
///
/// ```swift
/// for entry in try await readFolder("uploads") where entry.kind == .file {
///   print(entry.name)
/// }
/// ```
///
/// All names are in memory at once, which is right for folders of thousands. Throws `SystemError`: `ENOENT`, `ENOTDIR`.
///
/// Node: `fs.promises.readdir(path, { withFileTypes: true })`, in the file system's order
public func readFolder(_ path: String) async throws -> [FolderEntry] {
  try await offLoop { try FileCalls.readFolder(path) }
}

/// Makes a folder. With `parents`, also those above it that are missing, and none that is there already is an error.
///
/// ```swift
/// try await makeFolder("uploads/2026/11", withParents: true)
/// ```
///
/// The folder's `permissions` are those that the process's `umask` allows, 0o700 for one that is nobody else's business;
/// folders above it are made as usual.
///
/// Throws `SystemError`: `EEXIST` where something has the name, `ENOENT` where the folder above is missing.
///
/// Node: `fs.promises.mkdir(path, { recursive: true, mode })`
public func makeFolder(
  _ path: String, withParents: Bool = false, permissions: Int = 0o777
) async throws {
  try await offLoop {
    try FileCalls.makeFolder(path, withParents: withParents, permissions: permissions)
  }
}

/// Removes an empty folder; with `withContents`, also all that stands in it. Symbolic links in it are removed, not
/// followed.
///
/// ```swift
/// try await removeFolder("uploads/old", withContents: true)
/// ```
///
/// Throws `SystemError`: `ENOENT`, `ENOTEMPTY`, `ENOTDIR` for a file. Where it throws, a part may be gone already.
///
/// Node: `fs.promises.rmdir`, `fs.promises.rm(path, { recursive: true })`
public func removeFolder(_ path: String, withContents: Bool = false) async throws {
  try await offLoop { try FileCalls.removeFolder(path, withContents: withContents) }
}
