// What a file system knows about a file, without opening it.
//
// The fields are those that servers use: `size` for Content-Length, `modified` for Last-Modified (HTTP's dates have whole
// seconds), and size, nanoseconds and inode for an ETag that also tells apart two versions of the same second.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file's kind, size and age.
///
/// ```swift
/// let file = try await fileStatus("public/index.html")
/// let tag = "\(file.inode)-\(file.size)-\(file.modified).\(file.modifiedNanoseconds)"
/// ```
///
/// Node: `fs.Stats`
public nonisolated struct FileStatus: Sendable, Equatable {
  /// What stands in a folder. `other` is what is no place for bytes: a socket, a pipe, a device.
  public enum Kind: Sendable { case file, folder, link, other }

  public let kind: Kind
  /// Bytes.
  public let size: Int
  /// When its content last changed: seconds since 1970.
  public let modified: Int64
  /// What comes on top of `modified`: 0 to 999,999,999. File systems step in milliseconds, so two changes may share it.
  public let modifiedNanoseconds: Int
  /// The file's number in its file system. A name that is given to another file (as `writeFile` does) changes it.
  public let inode: UInt64
  /// Who may read (4), write (2) and execute (1): three octal digits for owner, group and others, as in 0o644.
  public let permissions: Int

  init(_ found: stat) {
    kind = Kind(mode: found.st_mode)
    size = Int(found.st_size)
    modified = Int64(found.modificationTime.tv_sec)
    modifiedNanoseconds = Int(found.modificationTime.tv_nsec)
    inode = UInt64(found.st_ino)
    permissions = Int(found.st_mode & 0o7777)
  }
}

extension FileStatus.Kind {
  nonisolated init(mode: mode_t) {
    switch mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .folder
    case S_IFLNK: self = .link
    default: self = .other
    }
  }
}
