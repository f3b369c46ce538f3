// Files, off the loop: the calls block, so they run on the threads of `offLoop` and come back when they are done.
//
// There is no `fileExists`. Between the question and what follows from it, another program can create or remove the
// file, so the answer is old when it comes. Do what you want to do, and catch the error:
//
//     do { notes = try await readFile("notes.json") }
//     catch let error as SystemError where error.code == "ENOENT" { notes = [] }

/// Reads a whole file.
///
/// ```swift
/// let bytes = try await readFile("notes.json")
/// ```
///
/// Throws `SystemError`: `ENOENT` where there is no such file, `EISDIR` for a folder, `EACCES` where it may not be read.
///
/// Node: `fs.promises.readFile`
public func readFile(_ path: String) async throws -> [UInt8] {
  try await offLoop { try FileCalls.read(path) }
}

/// Writes a whole file, or replaces it.
///
/// ```swift
/// try await writeFile("notes.json", try JSON.stringify(notes))
/// ```
///
/// The bytes go to a new file beside it, which then takes the old one's name in one step: a reader, or a computer that
/// loses its power, sees the old file or the new one, never half of it (how: `FileReplacement.swift`). Permissions stay;
/// owner and hard links do not. A symbolic link stays, and the file that it leads to is replaced.
///
/// - Parameter permissions: what the file is to have, `0o600` for secrets; else those of the file that it replaces, else
///   what the process's `umask` allows.
///
/// Throws `SystemError`: `ENOENT` where the folder does not exist, `EISDIR` for a folder, `EACCES`, `ENOSPC`.
///
/// Node: `fs.promises.writeFile`, which writes in place
public func writeFile(_ path: String, _ bytes: [UInt8], permissions: Int? = nil) async throws {
  try await offLoop { try FileCalls.replace(path, with: bytes, permissions: permissions) }
}

/// Writes a whole file of text, as UTF-8.
public func writeFile(_ path: String, _ text: String) async throws {
  try await writeFile(path, Array(text.utf8))
}

/// Writes bytes at a file's end; a file that is not there is created.
///
/// ```swift
/// try await appendFile("visits.log", "GET / 200\n")
/// ```
///
/// Several programs may append to one file: each finds the end and writes there in one step. It does not wait for the
/// disk. Throws `SystemError`.
///
/// Node: `fs.promises.appendFile`
public func appendFile(_ path: String, _ bytes: [UInt8]) async throws {
  try await offLoop { try FileCalls.append(bytes, to: path) }
}

/// Writes text at a file's end, as UTF-8.
public func appendFile(_ path: String, _ text: String) async throws {
  try await appendFile(path, Array(text.utf8))
}

/// What writers that were killed left beside a file: paths of `.NAME.PROCESS-RANDOM.tmp`, to be removed at leisure.
///
/// ```swift
/// for path in try await leftovers(of: "data/notes.json") { try await removeFile(path) }
/// ```
///
/// A writer that is at work has such a file too: ask when a program starts, before anybody writes. Throws `SystemError`.
public func leftovers(of path: String) async throws -> [String] {
  try await offLoop { try FileCalls.leftovers(of: path) }
}

/// What is known about a file.
///
/// ```swift
/// let size = try await fileStatus("public/index.html").size
/// ```
///
/// Symbolic links are followed, unless told otherwise. Throws `SystemError`, `ENOENT` where there is none.
///
/// Node: `fs.promises.stat`, `fs.promises.lstat`
public func fileStatus(_ path: String, followingLinks: Bool = true) async throws -> FileStatus {
  try await offLoop { try FileCalls.status(path, followingLinks: followingLinks) }
}

/// The true path of a file: absolute, without `.`, `..` and symbolic links.
///
/// Throws `SystemError`, `ENOENT` where there is none.
///
/// Node: `fs.promises.realpath`
public func realPath(_ path: String) async throws -> String {
  try await offLoop { try FileCalls.realPath(path) }
}

/// Gives a file or folder another name, in one step. What had that name is replaced: a file by a file, an empty folder by
/// a folder.
///
/// ```swift
/// try await rename("notes.json", to: "archive/notes.json")
/// ```
///
/// Throws `SystemError`: `ENOENT`, `EISDIR`, `ENOTEMPTY`; `EXDEV` where the new name is on another file system (copy it,
/// then remove the old one).
///
/// Node: `fs.promises.rename`
public func rename(_ path: String, to newPath: String) async throws {
  try await offLoop { try FileCalls.rename(path, to: newPath) }
}

/// Copies a file and its permissions. What had the new name is replaced, when the copy is whole.
///
/// ```swift
/// try await copyFile("notes.json", to: "notes.backup.json")
/// ```
///
/// Throws `SystemError`: `ENOENT`, `EISDIR` for a folder, `ENOSPC`.
///
/// Node: `fs.promises.copyFile`, whose copy can be seen growing
public func copyFile(_ path: String, to newPath: String) async throws {
  try await offLoop { try FileCalls.copy(path, to: newPath) }
}

/// Removes a file; of a symbolic link only the link. Who has the file open can still read it.
///
/// Throws `SystemError`: `ENOENT` where there is none, `EISDIR` (macOS: `EPERM`) for a folder.
///
/// Node: `fs.promises.unlink`
public func removeFile(_ path: String) async throws {
  try await offLoop { try FileCalls.removeFile(path) }
}
