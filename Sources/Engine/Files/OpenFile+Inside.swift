// Opening a file for a stranger: by a path that he chose, and only if it lies in a certain folder.
//
//     openFile("img/cat.png", inside: "public")     public/img/cat.png ──▶ /srv/app/public/img/cat.png      inside
//                                                   public/leak        ──▶ /etc/passwd (a link)             not there
//
// The path is resolved by the system, links and all, and what comes out must lie in the resolved folder; that very path is
// opened, without following another link at its end. Whoever may write to the folder could still exchange a folder on the
// way in between; a server whose folders are written by people it does not trust wants Linux's `openat2`.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Opens a file for reading, if it lies in a folder. Links are followed, but not out of it.
///
/// ```swift
/// let file = try await openFile("style.css", inside: "public")
/// ```
///
/// - Parameters:
///   - path: the way from the folder; empty for the folder itself, which may be a single file.
///   - folder: from where the program was started, unless it begins with "/".
///
/// Throws `SystemError`: as `openFile(_:)`, `ENOENT` also for what lies elsewhere, `ENOTSUP` for what is neither file nor
/// folder. Where the folder itself is missing, the error's `path` is `folder`.
public func openFile(_ path: String, inside folder: String) async throws -> OpenFile {
  let (descriptor, status) = try await offLoop { try FileCalls.openFile(path, inside: folder) }
  return OpenFile(path.isEmpty ? folder : "\(folder)/\(path)", descriptor, status)
}

nonisolated extension FileCalls {
  static func openFile(_ path: String, inside folder: String) throws(SystemError) -> (
    FileDescriptor, FileStatus
  ) {
    let root = try realPath(folder)
    let wanted = path.isEmpty ? folder : "\(folder)/\(path)"
    let real = try realPath(wanted)
    guard real.utf8.elementsEqual(root.utf8) || lies(real, in: root) else {
      throw SystemError("open", path: wanted, number: ENOENT)
    }
    let descriptor = try openFile(real, O_RDONLY | O_NONBLOCK | O_NOFOLLOW)
    let status = try status(of: descriptor, wanted)
    switch status.kind {
    case .file: return (descriptor, status)
    case .folder: throw SystemError("open", path: wanted, number: EISDIR)
    default: throw SystemError("open", path: wanted, number: ENOTSUP)
    }
  }

  /// By bytes: two spellings of "é" are one text to Swift, and two folders to the system.
  private static func lies(_ path: String, in folder: String) -> Bool {
    path.utf8.starts(with: (folder == "/" ? folder : folder + "/").utf8)
  }
}
