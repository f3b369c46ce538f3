// The system calls behind folders, and those by which files come to another name. They block, as those of `FileCalls` do.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

nonisolated extension FileCalls {
  // MARK: Folders

  /// What stands in a folder, sorted by the bytes of the names: the system's own order is that of its tables.
  static func readFolder(_ path: String) throws(SystemError) -> [FolderEntry] {
    try requirePath(path, "opendir")
    guard let stream = opendir(path) else { throw SystemError("opendir", path: path) }
    defer { closedir(stream) }
    var entries: [FolderEntry] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else { break }
      let name = String(cString: entryName(entry))
      guard name != ".", name != ".." else { continue }
      let kind = FileStatus.Kind(entryType: entry.pointee.d_type)
      entries.append(FolderEntry(name: name, kind: kind ?? self.kind("\(path)/\(name)")))
    }
    guard errno == 0 else { throw SystemError("readdir", path: path) }
    return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// For file systems that do not tell the kind with the name. A file that has just gone is `other`.
  private static func kind(_ path: String) -> FileStatus.Kind {
    (try? status(path, followingLinks: false))?.kind ?? .other
  }

  static func makeFolder(
    _ path: String, withParents: Bool, permissions: Int = 0o777
  ) throws(SystemError) {
    try requirePath(path, "mkdir")
    if mkdir(path, mode_t(permissions)) == 0 { return }
    let error = SystemError("mkdir", path: path)
    guard withParents else { throw error }
    if error.number == EEXIST, (try? status(path))?.kind == .folder { return }
    let parent = path.folderAndName.folder
    guard error.number == ENOENT, parent != path, parent != "." else { throw error }
    try makeFolder(parent, withParents: true)
    guard mkdir(path, mode_t(permissions)) == 0 || errno == EEXIST else {
      throw SystemError("mkdir", path: path)
    }
  }

  // MARK: Removing

  static func removeFile(_ path: String) throws(SystemError) {
    try requirePath(path, "unlink")
    guard unlink(path) == 0 else { throw SystemError("unlink", path: path) }
  }

  static func removeFolder(_ path: String, withContents: Bool) throws(SystemError) {
    try requirePath(path, "rmdir")
    if withContents { try empty(Array(path.utf8CString), in: AT_FDCWD, path) }
    guard rmdir(path) == 0 else { throw SystemError("rmdir", path: path) }
  }

  /// A name as the system has it, with its zero byte at the end: it need not be UTF-8.
  private typealias Name = [CChar]
  private static var dot: CChar { CChar(UInt8(ascii: ".")) }

  /// Removes what stands in a folder. It goes down by descriptors, not by paths: whoever puts a symbolic link in the place
  /// of a folder meanwhile does not lead us elsewhere (`O_NOFOLLOW`).
  private static func empty(_ name: Name, in parent: Int32, _ path: String) throws(SystemError) {
    let number = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard number >= 0 else { throw SystemError("open", path: path) }
    guard let stream = fdopendir(number) else {
      let error = SystemError("opendir", path: path)
      closeDescriptor(number)
      throw error
    }
    defer { closedir(stream) }  // Closes the descriptor with it.
    var names: [Name] = []  // All first: a folder that changes while it is read may skip some.
    while let entry = readdir(stream) {
      let place = entryName(entry)
      names.append(Name(UnsafeBufferPointer(start: place, count: strlen(place) + 1)))
    }
    for name in names where name != [dot, 0] && name != [dot, dot, 0] {
      let text = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
      try remove(name, in: number, "\(path)/\(text)")
    }
  }

  /// Removes one entry. One that somebody else has just removed is gone too.
  private static func remove(_ name: Name, in folder: Int32, _ path: String) throws(SystemError) {
    if unlinkat(folder, name, 0) == 0 || errno == ENOENT { return }
    // A folder: Linux says EISDIR, Darwin EPERM.
    guard errno == EISDIR || errno == EPERM else { throw SystemError("unlink", path: path) }
    try empty(name, in: folder, path)
    guard unlinkat(folder, name, AT_REMOVEDIR) == 0 || errno == ENOENT else {
      throw SystemError("rmdir", path: path)
    }
  }

  // MARK: Another name

  static func rename(_ path: String, to newPath: String) throws(SystemError) {
    let hasNoName = path.utf8.contains(0) || newPath.utf8.contains(0)
    guard !hasNoName, systemRename(path, newPath) == 0 else {
      let number = hasNoName ? EINVAL : errno
      throw SystemError("rename", path: path, destination: newPath, number: number)
    }
  }

  /// Copies piece by piece, into a replacement: the copy appears when it is whole.
  static func copy(_ path: String, to newPath: String) throws(SystemError) {
    let source = try openFile(path, O_RDONLY)
    let status = try status(of: source, path)
    guard status.kind != .folder else { throw SystemError("open", path: path, number: EISDIR) }
    let replacement = try FileReplacement(of: newPath, permissions: status.permissions)
    do throws(SystemError) {
      while true {
        let chunk = try readChunk(source.number, path, 262_144)
        if chunk.isEmpty { break }
        try replacement.write(chunk)
      }
    } catch {
      replacement.discard()
      throw error
    }
    try replacement.commit()
  }
}

/// `rename(2)`; elsewhere in Engine the name means its own.
nonisolated func systemRename(_ path: String, _ newPath: String) -> Int32 { rename(path, newPath) }

/// The name stands at the end of the entry, in a place of fixed size of which it uses a part.
private nonisolated func entryName(_ entry: UnsafeMutablePointer<dirent>) -> UnsafePointer<CChar> {
  let place = UnsafeRawPointer(entry) + (MemoryLayout<dirent>.offset(of: \.d_name) ?? 0)
  return place.assumingMemoryBound(to: CChar.self)
}

extension FileStatus.Kind {
  /// Nil where the file system does not tell.
  fileprivate nonisolated init?(entryType: UInt8) {
    switch Int(entryType) {
    case Int(DT_UNKNOWN): return nil
    case Int(DT_REG): self = .file
    case Int(DT_DIR): self = .folder
    case Int(DT_LNK): self = .link
    default: self = .other
    }
  }
}
