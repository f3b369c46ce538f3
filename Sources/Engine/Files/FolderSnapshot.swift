// What a folder looked like at one moment, and what two such moments differ in. Pure but for the looking.
//
//     before             now                 told
//     a  inode 1         a  inode 1
//     b  inode 2         b  inode 9          b changed (replaced by another file)
//     c  inode 3                             c disappeared
//                        d  inode 4          d appeared

/// The names in a folder, and which version of a file each has.
nonisolated struct FolderSnapshot: Sendable {
  private(set) var versions: [String: Version] = [:]

  /// What tells two versions of a file apart without reading them.
  struct Version: Sendable, Equatable {
    var kind: FileStatus.Kind
    var inode: UInt64
    var size = 0
    var seconds: Int64 = 0
    var nanoseconds = 0

    init(kind: FileStatus.Kind, inode: UInt64) {
      self.kind = kind
      self.inode = inode
    }

    /// A folder's own size and time change with what stands in it, which is not told here.
    init(_ status: FileStatus) {
      self.init(kind: status.kind, inode: status.inode)
      guard kind != .folder else { return }
      size = status.size
      seconds = status.modified
      nanoseconds = status.modifiedNanoseconds
    }
  }

  init(versions: [String: Version] = [:]) { self.versions = versions }

  /// Looks at a folder, or at one name in it. The temporary files of writers at work are passed over.
  init(folder: String, only name: String?) throws(SystemError) {
    var names: [String] = []
    if let name {
      // A folder that is gone is an error, a name in it that is gone is none.
      _ = try FileCalls.status(folder)
      names = [name]
    } else {
      names = try FileCalls.readFolder(folder).map(\.name)
    }
    for name in names where !FileReplacement.isTemporary(name) {
      // What has gone since its name was read is gone.
      let status = try? FileCalls.status("\(folder)/\(name)", followingLinks: false)
      versions[name] = status.map { Version($0) }
    }
  }

  /// What happened until `later`, by name. `written` names files that were certainly written to: within one tick of the
  /// file system's clock two versions of the same size look alike.
  func changes(
    until later: FolderSnapshot, written: Set<String> = []
  ) -> [(name: String, kind: FileChange.Kind)] {
    Set(versions.keys).union(later.versions.keys).sorted().compactMap { name in
      switch (versions[name], later.versions[name]) {
      case (nil, _): (name, .appeared)
      case (_, nil): (name, .disappeared)
      case (let before?, let now?):
        before != now || written.contains(name) && now.kind != .folder ? (name, .changed) : nil
      }
    }
  }
}
