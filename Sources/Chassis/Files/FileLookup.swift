// Which file of a folder a path means: itself, the index of a folder, or one whose extension was left out.

nonisolated struct FileLookup: Sendable {
  let root: String
  /// Who looks, for messages.
  var caller = "staticFiles"
  var index: String? = "index.html"
  /// Tried in turn where a name without an extension is not there: `html`, without the dot.
  var extensions: [String] = []
  var dotfiles = Dotfiles.ignore
  /// Whether links may lead out of the folder.
  var followsLinks = false

  enum Found {
    /// A file, and its path from the root.
    case file(OpenFile, String)
    /// A folder that was asked for without the slash at its end.
    case folder
    case nothing
  }

  /// Finds a path that begins with "/", or the root itself where it is empty.
  ///
  /// Throws `HTTPError` as `fileSegments`, a `Mistake` where the root is not there, `SystemError` where a file cannot be
  /// opened for another reason than that it is not there, or that the program may not read it.
  @MainActor func find(_ path: String, isEncoded: Bool = true) async throws -> Found {
    guard let segments = try fileSegments(of: path, isEncoded: isEncoded, dotfiles: dotfiles) else {
      return .nothing
    }
    let relative = segments.joined(separator: "/")
    if path.utf8.last == slash {
      guard let index else { return .nothing }
      return try await file([relative.isEmpty ? index : "\(relative)/\(index)"])
    }
    do {
      if let file = try await open(relative) { return .file(file, relative) }
    } catch let error as SystemError where error.code == "EISDIR" { return .folder }
    guard !relative.isEmpty, Path.extname(relative).isEmpty else { return .nothing }
    return try await file(extensions.map { "\(relative).\($0)" })
  }

  /// The first of these paths that is a file.
  @MainActor private func file(_ paths: [String]) async throws -> Found {
    for path in paths {
      do {
        if let file = try await open(path) { return .file(file, path) }
      } catch let error as SystemError where error.code == "EISDIR" { continue }
    }
    return .nothing
  }

  /// A file by its path from the root, nil where it is not there. Throws `EISDIR` for a folder.
  @MainActor func open(_ path: String) async throws -> OpenFile? {
    do {
      if !followsLinks { return try await openFile(path, inside: root) }
      let file = try await openFile(path.isEmpty ? root : "\(root)/\(path)")
      return file.status.kind == .file ? file : nil
    } catch let error as SystemError where error.code != "EISDIR" {
      if error.path == root { throw missingRoot(error) }
      guard error.meansNoSuchFile else { throw error }
      return nil
    }
  }

  private func missingRoot(_ error: SystemError) -> Mistake {
    Mistake(
      "\(caller)(\"\(root)\"): \(error); a relative folder counts from where the program was started"
    )
  }
}

extension SystemError {
  /// Whether a client is told that there is no such file. What the program may not read is none either.
  nonisolated var meansNoSuchFile: Bool {
    ["ENOENT", "ENOTDIR", "ENAMETOOLONG", "EACCES", "ELOOP", "ENOTSUP"].contains(code)
  }
}
