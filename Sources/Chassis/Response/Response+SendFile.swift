// Files as answers, one at a time: what `staticFiles` does for a whole folder.

extension Response {
  /// Answers with a file.
  ///
  /// ```swift
  /// try await response.sendFile("reports/2026.pdf")
  /// try await response.sendFile(request.param("name"), root: "uploads", maxAge: .seconds(60))
  /// ```
  ///
  /// The type is that of its name's extension, unless one was set. Who has it already gets 304, who asks for a part gets that
  /// part, as with `staticFiles`. Nothing is set before it is clear that the file is there.
  ///
  /// - Parameters:
  ///   - path: the file, from where the program was started unless it begins with "/". A path that somebody else chose needs
  ///     a `root`.
  ///   - root: the folder that the file must lie in, links and all; the path counts from there.
  ///   - dotfiles: what becomes of names that begin with a dot, below `root`.
  ///   - maxAge: how long it may be kept without asking again; nil: no `Cache-Control` is sent.
  ///   - immutable: whether it never changes.
  ///   - etag: whether a tag of size and time names its version.
  ///   - lastModified: whether its time does.
  ///   - acceptRanges: whether parts of it can be asked for.
  ///
  /// Throws `HTTPError` 404 where there is no such file, 400 for a path with NUL, 403 for a hidden one where those are denied,
  /// 412 and 416 where the request's conditions say so.
  ///
  /// Express: `res.sendFile`
  public func sendFile(
    _ path: String, root: String? = nil, dotfiles: Dotfiles = .ignore, maxAge: Duration? = .zero,
    immutable: Bool = false, etag: Bool = true, lastModified: Bool = true,
    acceptRanges: Bool = true
  ) async throws {
    guard mayAnswer() else { return }
    let fields = FileFields(
      maxAge: maxAge, immutable: immutable, etag: etag, lastModified: lastModified,
      acceptRanges: acceptRanges)
    try await answer(file(path, root, dotfiles), name: path, fields)
  }

  /// Answers with a file for the browser to save.
  ///
  /// ```swift
  /// try await response.download("reports/2026-11.pdf", as: "Report November.pdf")
  /// ```
  ///
  /// Parameters and errors are those of `sendFile`.
  ///
  /// - Parameter name: under which it is saved; its own name unless given.
  ///
  /// Express: `res.download`
  public func download(
    _ path: String, as name: String? = nil, root: String? = nil, dotfiles: Dotfiles = .ignore,
    maxAge: Duration? = .zero, immutable: Bool = false, etag: Bool = true,
    lastModified: Bool = true, acceptRanges: Bool = true
  ) async throws {
    guard mayAnswer() else { return }
    let fields = FileFields(
      maxAge: maxAge, immutable: immutable, etag: etag, lastModified: lastModified,
      acceptRanges: acceptRanges)
    try await answer(file(path, root, dotfiles), name: path, fields) {
      set("Content-Disposition", attachmentDisposition(name ?? path))
    }
  }

  /// Says that the answer is to be saved, and under which name; its type becomes that of the name's extension.
  ///
  /// ```swift
  /// response.attachment("users.csv").send("id,name\n1,Rahul\n")
  /// ```
  ///
  /// Express: `res.attachment`
  @discardableResult public func attachment(_ name: String? = nil) -> Response {
    if let name { type(String(Path.extname(name).dropFirst())) }
    return set("Content-Disposition", attachmentDisposition(name))
  }

  private func file(_ path: String, _ root: String?, _ dotfiles: Dotfiles) async throws -> OpenFile
  {
    if let root {
      let lookup = FileLookup(root: root, caller: "sendFile", index: nil, dotfiles: dotfiles)
      let path = path.utf8.first == slash ? path : "/" + path
      guard case .file(let file, _) = try await lookup.find(path, isEncoded: false) else {
        throw HTTPError(404)
      }
      return file
    }
    if path.utf8.contains(0) { throw HTTPError(400, "malformed path", code: "path.malformed") }
    do {
      let file = try await openFile(path)
      if file.status.kind == .file { return file }
    } catch let error as SystemError where error.meansNoSuchFile || error.code == "EISDIR" {}
    throw HTTPError(404)
  }
}
