// Files of a folder, as they are. The care goes into never sending a file from anywhere else (`Files/FilePath.swift`, and
// Engine's `openFile(_:inside:)`), and into never sending one twice (`Files/FileAnswer.swift`).
//
// The bytes go from the disk to the network without passing through the program, so a file may be of any size.

/// Middleware that answers GET and HEAD with the files of a folder, and passes on what is none.
///
/// ```swift
/// app.use(staticFiles("public"))            // GET /style.css sends public/style.css
/// app.use("/files", staticFiles("public", maxAge: .seconds(3_600)))
/// // GET /files/style.css → 200  Cache-Control: public, max-age=3600  p {}
/// ```
///
/// A folder without "/" at the end is redirected to itself with one. Browsers keep what they got, and ask whether it has
/// changed (`ETag`, `Last-Modified`); parts of files are sent where they are asked for (`Range`).
///
/// Files that not everybody may have belong into a folder of their own, mounted behind its guard:
/// `app.use("/members", guard, staticFiles("members"))`. A guard at `/members` before `staticFiles("public")` would not be
/// asked for `/%6Dembers/list.txt`, which names the same file.
///
/// - Parameters:
///   - root: the folder, from where the program was started unless it begins with "/".
///   - index: the file that stands for its folder, nil for none.
///   - redirect: whether a folder without "/" at the end is redirected.
///   - fallsThrough: whether what is no file is passed on. Else it is answered 404, and another method 405.
///   - dotfiles: what becomes of names that begin with a dot.
///   - extensions: tried in turn where a name has none and is not there: `["html"]` sends `about.html` for `/about`.
///   - precompressed: whether `app.js.br` and `app.js.gz`, not older than `app.js`, are sent in its place to those who take
///     them.
///   - followsLinks: whether links may lead out of the folder. Else they are not there.
///   - maxAge: how long a file may be kept without asking again; nil: no `Cache-Control` is sent.
///   - immutable: whether files never change, because their names do.
///   - etag: whether a tag of size and time names a file's version.
///   - lastModified: whether its time does.
///   - acceptRanges: whether parts of a file can be asked for.
///   - setHeaders: called with each file before it is sent, to set more.
///
/// Express: `express.static`
public func staticFiles(
  _ root: String, index: String? = "index.html", redirect: Bool = true, fallsThrough: Bool = true,
  dotfiles: Dotfiles = .ignore, extensions: [String] = [], precompressed: Bool = false,
  followsLinks: Bool = false, maxAge: Duration? = .zero, immutable: Bool = false,
  etag: Bool = true, lastModified: Bool = true, acceptRanges: Bool = true,
  setHeaders: @escaping @MainActor (Response, OpenFile) -> Void = { _, _ in }
) -> Middleware {
  let lookup = FileLookup(
    root: root, index: index, extensions: extensions, dotfiles: dotfiles,
    followsLinks: followsLinks)
  let fields = FileFields(
    maxAge: maxAge, immutable: immutable, etag: etag, lastModified: lastModified,
    acceptRanges: acceptRanges)
  return { request, response, next in
    guard request.method == "GET" || request.method == "HEAD" else {
      if fallsThrough { return try await next() }
      throw HTTPError(405, headers: ["Allow": "GET, HEAD"])
    }
    switch try await lookup.find(filePath(of: request)) {
    case .file(let file, let path):
      let name = path.isEmpty ? root : path
      let variant = precompressed ? try await lookup.variant(of: file, path, request) : nil
      if precompressed { response.vary("Accept-Encoding") }
      let sent = variant?.file ?? file
      try await response.answer(sent, name: name, fields, encoding: variant?.encoding) {
        setHeaders(response, sent)
      }
    case .folder where redirect: response.redirect(301, withSlash(request.originalUrl))
    case .folder, .nothing:
      if fallsThrough { return try await next() }
      throw HTTPError(404)
    }
  }
}

/// The path below the place where the files are mounted: nothing at all where `/files` itself was asked for, without the
/// slash that makes it a folder's.
private func filePath(of request: Request) -> String {
  guard request.path == "/", !request.baseUrl.isEmpty else { return request.path }
  return pathBytes(of: request.originalUrl).last == slash ? "/" : ""
}

extension FileLookup {
  /// The same file, compressed before, if the client takes it so and it is not older than the file itself.
  @MainActor fileprivate func variant(
    of file: OpenFile, _ path: String, _ request: Request
  ) async throws -> (file: OpenFile, encoding: String)? {
    guard !path.isEmpty else { return nil }
    let wishes = Wishes(.encodings, request.get("Accept-Encoding"))
    let least = wishes.quality(of: "identity")
    let encodings = [("br", "br"), ("gzip", "gz")].map {
      (name: $0.0, ending: $0.1, quality: wishes.quality(of: $0.0))
    }
    // The smallest comes first, where the client likes both the same.
    let wanted = encodings[0].quality >= encodings[1].quality ? encodings : encodings.reversed()
    for encoding in wanted where encoding.quality > 0 && encoding.quality >= least {
      guard let variant = try? await open("\(path).\(encoding.ending)") else { continue }
      if variant.status.modified >= file.status.modified { return (variant, encoding.name) }
    }
    return nil
  }
}

/// The target with a slash at the end of its path. Slashes at its beginning become one: two would name another host.
nonisolated func withSlash(_ url: String) -> String {
  let path = pathBytes(of: url).drop { $0 == slash }
  return "/" + String(decoding: path, as: UTF8.self) + "/" + url.drop { $0 != "?" }
}
