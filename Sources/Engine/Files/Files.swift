// Files, off the loop: the calls block, so they run on the threads of `offLoop` and come back when they are done.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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
/// loses its power, sees the old file or the new one, never half of it. Throws `SystemError`.
///
/// Node: `fs.promises.writeFile`, which writes in place
public func writeFile(_ path: String, _ bytes: [UInt8]) async throws {
  try await offLoop { try FileCalls.replace(path, with: bytes) }
}

/// Writes a whole file of text, as UTF-8.
public func writeFile(_ path: String, _ text: String) async throws {
  try await writeFile(path, Array(text.utf8))
}

/// What is known about a file. Symbolic links are followed.
///
/// ```swift
/// let size = try await fileStatus("public/index.html").size
/// ```
///
/// Throws `SystemError`, `ENOENT` where there is none.
///
/// Node: `fs.promises.stat`
public func fileStatus(_ path: String) async throws -> FileStatus {
  try await offLoop { try FileCalls.status(path) }
}

/// The true path of a file: absolute, without `.`, `..` and symbolic links.
///
/// Throws `SystemError`, `ENOENT` where there is none.
///
/// Node: `fs.promises.realpath`
public func realPath(_ path: String) async throws -> String {
  try await offLoop { try FileCalls.realPath(path) }
}
