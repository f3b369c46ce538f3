// What a file system knows about a file.

/// A file's kind, size and age.
///
/// Node: `fs.Stats`
public nonisolated struct FileStatus: Sendable, Equatable {
  public enum Kind: Sendable { case file, folder, other }

  public let kind: Kind
  /// Bytes.
  public let size: Int
  /// When its content last changed: seconds since 1970.
  public let modified: Int64
}
