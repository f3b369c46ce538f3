// Reads the forms that browsers send when files are in them.

/// Middleware that reads forms with files: `request.form` gives the fields, `request.files` the files.
///
/// ```swift
/// app.post("/photos", multipart()) { request, response in
///   let title = try request.form["title"] ?? "Untitled"
///   for photo in try request.files {
///     try await photo.keep(as: "photos/\(photo.safeName)")
///   }
///   response.send("\(title) is here")
/// }
/// // POST /photos  milk → 415
/// ```
///
/// - Parameters:
///   - folder: where files are kept until the answer is over; the system's folder for temporary files unless given. It
///     should be on the file system where they are to stay: then keeping one is a mere change of its name.
///   - limits: how many files and fields there may be, and how large.
///   - extended: whether brackets in the names of fields nest, as in `urlencoded(extended:)`.
///   - onFile: receives each file as it comes. Then none are stored, and `request.files` is empty.
///
/// Files are written to a folder that only this user may read, as they come; whoever sends faster than the disk is
/// slowed down. When the answer is over, or the upload breaks off, those that were not kept are removed.
///
/// Requests without a body, or with one of another type, pass untouched. Answered 400: what is no form of parts, 413:
/// what goes beyond the limits. Compressed forms are answered 415.
///
/// Express: `multer`
public func multipart(
  folder: String? = nil, limits: MultipartLimits = MultipartLimits(), extended: Bool = false,
  onFile: (@MainActor (IncomingFile) async throws -> Void)? = nil
) -> Middleware {
  { request, _, next in
    guard request.typeOfBody(for: .multipart, "multipart/form-data") != nil else {
      return try await next()
    }
    let reader = try makeReader(request, limits)
    let store = UploadStore(in: folder)
    do {
      let pairs = try await reader.read(onFile ?? store.store)
      let brackets = extended ? FormBrackets(depth: 32, largestIndex: 100) : .literal
      let form = MultipartForm(fields: FormFields(pairs, brackets), files: store.files)
      request.exchange.found.body.content = .multipart(form)
      try await next()
    } catch {
      await store.remove()
      throw error
    }
    await store.remove()
  }
}

private func makeReader(_ request: Request, _ limits: MultipartLimits) throws -> MultipartReader {
  _ = try BodyReader.compression(of: request, isTaken: false)
  guard let type = HeaderParameters((request.get("Content-Type") ?? "").utf8),
    let boundary = type["boundary"], let parser = MultipartParser(boundary: boundary)
  else {
    throw HTTPError(
      400, "the body is no multipart/form-data: its type names no boundary",
      code: "entity.parse.failed")
  }
  return MultipartReader(request.body, parser, limits)
}

/// The files of one request, in a folder of their own.
private final class UploadStore {
  private let parent: String
  private var folder: String?
  private(set) var files: [Upload] = []

  init(in parent: String?) { self.parent = parent ?? environment["TMPDIR"] ?? "/tmp" }

  nonisolated deinit {}

  func store(_ file: IncomingFile) async throws {
    let path = "\(try await openFolder())/\(files.count + 1)"
    let writer = try await openWriter(path, .appending)
    do {
      for try await chunk in file { try await writer.write(chunk) }
      try await writer.finish()
    } catch {
      writer.close()
      throw error
    }
    files.append(
      Upload(
        field: file.field, clientName: file.clientName, type: file.type, size: file.size,
        path: path))
  }

  private func openFolder() async throws -> String {
    if let folder { return folder }
    // Nobody can guess it, and so nobody can be there first.
    let folder = Path.join(parent, "upload-\(Hexadecimal.encode(randomBytes(16)))")
    try await makeFolder(folder, permissions: 0o700)
    self.folder = folder
    return folder
  }

  /// Removes the folder, and all files in it that nobody has given another name.
  func remove() async {
    guard let folder else { return }
    self.folder = nil
    try? await removeFolder(folder, withContents: true)
  }
}
