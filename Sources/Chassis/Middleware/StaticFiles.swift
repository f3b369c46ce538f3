// Files of a folder, as they are. The care goes into never sending a file from anywhere else.
//
// A path is taken apart before it touches the file system: each segment is decoded, and one that could lead elsewhere
// ("..", a hidden file, a slash or backslash that was encoded) is no file. What remains is resolved by the system,
// links and all, and must still lie in the folder.
//
// Files are read whole: right for pages, styles and pictures. A bigger server streams them, and answers ranges and
// conditional requests.

/// Middleware that answers GET and HEAD with the files of a folder, and passes on what is none.
///
/// ```swift
/// app.use(staticFiles("public"))            // GET /style.css sends public/style.css
/// app.use("/files", staticFiles("public"))  // GET /files/style.css does
/// ```
///
/// `index.html` stands for its folder; a folder without "/" at the end is redirected to itself with one. Hidden files,
/// and links that lead out of the folder, are not there.
///
/// - Parameter root: the folder, from where the program was started unless it begins with "/".
///
/// Express: `express.static`
public func staticFiles(_ root: String) -> Middleware {
  { request, response, next in
    guard request.method == "GET" || request.method == "HEAD" else { return try await next() }
    switch try await find(filePath(of: request), in: root) {
    case .file(let path, let name):
      let type =
        name.contains(".")
        ? name.split(separator: ".").last.flatMap { MediaType.named(String($0)) } : nil
      response.type(type ?? "application/octet-stream").send(try await readFile(path))
    case .folder: response.redirect(301, withSlash(request.originalUrl))
    case .nothing: try await next()
    }
  }
}

/// The path below the place where the files are mounted: nothing at all where `/files` itself was asked for, without the
/// slash that makes it a folder's.
private func filePath(of request: Request) -> String {
  guard request.path == "/", !request.baseUrl.isEmpty else { return request.path }
  return pathBytes(of: request.originalUrl).last == slash ? "/" : ""
}

private enum Found {
  /// A file, by its real path and the name by which it was asked for: of the two, that one says its type.
  case file(String, name: String)
  /// A folder that was asked for without the slash at its end.
  case folder
  case nothing
}

private func find(_ path: String, in root: String) async throws -> Found {
  guard let segments = try fileSegments(of: path) else { return .nothing }
  let realRoot = try await realRoot(root)
  let relative = segments.joined(separator: "/")
  do {
    let real = try await realPath(relative.isEmpty ? realRoot : realRoot + "/" + relative)
    guard real == realRoot || real.hasPrefix(realRoot == "/" ? "/" : realRoot + "/") else {
      return .nothing
    }
    let kind = try await fileStatus(real).kind
    switch (kind, path.hasSuffix("/")) {
    case (.file, false): return .file(real, name: segments.last ?? root)
    case (.folder, false): return .folder
    case (.folder, true): return try await index(of: real, realRoot)
    default: return .nothing
    }
  } catch let error as SystemError where error.meansNoSuchFile {
    return .nothing
  }
}

private func index(of folder: String, _ realRoot: String) async throws -> Found {
  let real = try await realPath(folder + "/index.html")
  let isInside = real.hasPrefix(realRoot == "/" ? "/" : realRoot + "/")
  guard isInside, try await fileStatus(real).kind == .file else { return .nothing }
  return .file(real, name: "index.html")
}

private func realRoot(_ root: String) async throws -> String {
  do { return try await realPath(root) } catch {
    throw Mistake(
      "staticFiles(\"\(root)\"): \(error); a relative folder counts from where the program was started"
    )
  }
}

/// The decoded segments of a path, nil if it cannot name a file.
///
/// Throws `HTTPError` 400 for bad percent-encoding and for NUL, which no honest client sends.
nonisolated func fileSegments(of path: String) throws -> [String]? {
  var segments: [String] = []
  for encoded in path.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
    guard let segment = try? decodeURIComponent(encoded), !segment.utf8.contains(0) else {
      throw HTTPError(400, "malformed path", code: "path.malformed")
    }
    // By bytes: to a character belong the accents behind it, and the system knows no characters.
    let bytes = segment.utf8
    if bytes.first == UInt8(ascii: ".") || bytes.contains(slash)
      || bytes.contains(UInt8(ascii: "\\"))
    {
      return nil
    }
    segments.append(segment)
  }
  if segments.last == "" { segments.removeLast() }
  // "//admin" is not "/admin" to a middleware that guards that path.
  return segments.contains("") ? nil : segments
}

/// The target with a slash at the end of its path. Slashes at its beginning become one: two would name another host.
nonisolated func withSlash(_ url: String) -> String {
  let path = pathBytes(of: url).drop { $0 == slash }
  return "/" + String(decoding: path, as: UTF8.self) + "/" + url.drop { $0 != "?" }
}

extension SystemError {
  fileprivate nonisolated var meansNoSuchFile: Bool {
    ["ENOENT", "ENOTDIR", "ENAMETOOLONG", "EACCES", "ELOOP"].contains(code)
  }
}
