// How a file is replaced so that nobody ever sees half of it, whenever the writer is killed.
//
//     1  open    .notes.json.812-3f09c2d1.tmp beside it      killed here or later: the old file, and a leftover
//     2  write   the new content
//     3  fsync   the new content is on the disk
//     4  rename  over notes.json, in one step                 killed before: the old file; after: the new one
//     5  fsync   the folder: the new name is on the disk too
//
// Without 3 a computer that loses its power could keep the name and lose the content: an empty file. Without 5 it could
// come back with the old file although the writer was told that all is well.
//
// A killed writer leaves its `.tmp` file behind; nobody reads it, and `leftovers(of:)` finds it. Databases that write often
// append to a journal instead: replacing writes the whole file each time.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A new content, on its way to take the place of an old one.
nonisolated struct FileReplacement: Sendable {
  /// As the caller named it; failures name it so.
  let path: String
  /// Where its symbolic links lead: the link stays, what it points to is replaced.
  private let target: String
  private let temporary: String
  let file: FileDescriptor

  /// Step 1. Only a file can be replaced: a device or a pipe has no content, and must keep its name (`/dev/null`).
  /// The new file has the `permissions`, else those of the one that it replaces, else what `umask` allows.
  init(of path: String, permissions: Int? = nil) throws(SystemError) {
    try FileCalls.requirePath(path, "open")
    self.path = path
    let old: FileStatus?
    (target, old) = try Self.findTarget(path)
    temporary = Self.temporaryName(for: target)
    // From the first moment nobody may open it who may not open the old file. A program's right to act as its owner does
    // not go over to other bytes: that would be the bits above these nine.
    let permissions = (permissions ?? old?.permissions).map { mode_t($0 & 0o777) }
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
    let number = open(temporary, flags, permissions ?? 0o666)
    guard number >= 0 else { throw SystemError("open", path: path) }
    file = FileDescriptor(number)
    if let permissions, fchmod(number, permissions) != 0 {
      let error = SystemError("fchmod", path: path)
      discard()
      throw error
    }
  }

  /// Step 2, as often as one likes.
  func write(_ bytes: [UInt8]) throws(SystemError) {
    try FileCalls.writeAll(bytes, to: file.number, path)
  }

  /// Steps 3 to 5. Where one fails, the old file still stands, except that after the last the new one may stand already.
  func commit() throws(SystemError) {
    do throws(SystemError) {
      try flush()
      try takePlace()
    } catch {
      discard()
      throw error
    }
    try flushFolder()
  }

  /// Gives up: the old file stays as it is.
  func discard() { unlink(temporary) }

  // MARK: The steps, one by one

  /// Step 3.
  func flush() throws(SystemError) {
    guard flushToDisk(file.number) == 0 else { throw SystemError("fsync", path: path) }
  }

  /// Step 4.
  func takePlace() throws(SystemError) {
    guard systemRename(temporary, target) == 0 else { throw SystemError("rename", path: path) }
  }

  /// Step 5. Some file systems keep their folders in order by themselves, and say EINVAL.
  func flushFolder() throws(SystemError) {
    let number = open(target.folderAndName.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard number >= 0 else { throw SystemError("open", path: path) }
    let folder = FileDescriptor(number)
    guard flushToDisk(folder.number) == 0 || errno == EINVAL else {
      throw SystemError("fsync", path: path)
    }
  }

  // MARK: Names

  private static func findTarget(_ path: String) throws(SystemError) -> (String, FileStatus?) {
    guard var found = try? FileCalls.status(path, followingLinks: false) else { return (path, nil) }
    var target = path
    if found.kind == .link {
      target = try FileCalls.realPath(path)
      found = try FileCalls.status(path)
    }
    switch found.kind {
    case .folder: throw SystemError("open", path: path, number: EISDIR)
    case .other: throw SystemError("open", path: path, number: ENOTSUP)
    case .file, .link: break
    }
    // The folder's permissions would do; but whoever made this file read-only means it.
    guard access(target, W_OK) == 0 else { throw SystemError("open", path: path) }
    return (target, found)
  }

  /// `.notes.json.812-3f09c2d1.tmp` for `notes.json`: hidden, so that nobody serves it, with the writer's process in it.
  private static func temporaryName(for target: String) -> String {
    let (folder, name) = target.folderAndName
    let random = String(UInt64.random(in: 0...(.max)), radix: 16)
    return "\(folder)/\(temporaryPrefix(name))\(getpid())-\(random).tmp"
  }

  /// A name may have 255 bytes; a long one is cut to leave room for the rest.
  private static func temporaryPrefix(_ name: String) -> String {
    var short = ""
    for character in name {
      guard short.utf8.count + character.utf8.count <= 200 else { break }
      short.append(character)
    }
    return ".\(short)."
  }

  /// Whether `entry` has the form of a temporary name: `.….PROCESS-RANDOM.tmp`.
  static func isTemporary(_ entry: String) -> Bool {
    guard entry.hasPrefix("."), entry.hasSuffix(".tmp") else { return false }
    let stem = entry.dropLast(4)
    let parts = stem[(stem.lastIndex(of: ".") ?? stem.startIndex)...].dropFirst().split(
      separator: "-", omittingEmptySubsequences: false)
    return parts.count == 2 && Int32(parts[0]) != nil && UInt64(parts[1], radix: 16) != nil
  }

  /// Whether `entry` is what a killed writer of `name` left behind.
  static func isLeftover(_ entry: String, of name: String) -> Bool {
    let prefix = temporaryPrefix(name)
    return isTemporary(entry) && entry.hasPrefix(prefix)
      && !entry.dropFirst(prefix.count).dropLast(4).contains(".")
  }
}

nonisolated extension FileCalls {
  /// Replaces a file. What is no file (a device, a pipe) is written into: it has no content that could be replaced.
  static func replace(
    _ path: String, with bytes: [UInt8], permissions: Int? = nil
  ) throws(SystemError) {
    if (try? status(path))?.kind == .other {
      let file = try openFile(path, O_WRONLY)
      return try writeAll(bytes, to: file.number, path)
    }
    let replacement = try FileReplacement(of: path, permissions: permissions)
    do throws(SystemError) { try replacement.write(bytes) } catch {
      replacement.discard()
      throw error
    }
    try replacement.commit()
  }

  static func leftovers(of path: String) throws(SystemError) -> [String] {
    let (folder, name) = path.folderAndName
    return try readFolder(folder)
      .filter { FileReplacement.isLeftover($0.name, of: name) }
      .map { "\(folder)/\($0.name)" }
  }
}

extension String {
  /// `a/b/notes` is `notes` in `a/b`, `notes` is in `.`, `/notes` is in `/`.
  nonisolated var folderAndName: (folder: String, name: String) {
    // Byte by byte, as in `Path`: a slash with an accent behind it is one character, and no slash.
    let slash = UInt8(ascii: "/")
    let path = utf8.count > 1 && utf8.last == slash ? utf8.dropLast() : utf8[...]
    guard let last = path.lastIndex(of: slash) else { return (".", String(Substring(path))) }
    let folder = String(Substring(path[..<last]))
    return (folder.isEmpty ? "/" : folder, String(Substring(path[path.index(after: last)...])))
  }
}
