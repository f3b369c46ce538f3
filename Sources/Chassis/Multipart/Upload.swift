// A file that came in a form. Its bytes are in a temporary file; its name is only what the sender says.

/// A file that `multipart()` has stored.
///
/// ```swift
/// app.post("/avatar", multipart()) { request, response in
///   guard let photo = try request.file("photo") else { throw HTTPError(400, "a photo, please") }
///   try await photo.keep(as: "avatars/\(photo.safeName)")
///   response.sendStatus(204)
/// }
/// ```
///
/// Express: `multer`'s `req.file`
public nonisolated struct Upload: Equatable, Sendable {
  /// The name of the form's field.
  public let field: String
  /// What the sender calls the file. It may be a path, or anything else: show it, and never open it.
  public let clientName: String
  /// The media type that the sender gives; nobody has looked whether it is true.
  public let type: String
  /// Its length in bytes.
  public let size: Int
  /// Where it is until the answer is over.
  public let path: String

  /// A name made of the sender's: without folders, not hidden, of letters, digits, `-`, `_` and `.` alone, at most 100
  /// bytes long. Two files may have the same one.
  public var safeName: String { safeFileName(clientName) }

  /// Gives the file a name of its own, so that it stays when the answer is over. What had that name is replaced.
  ///
  /// Throws `SystemError`: `ENOENT` where the folder does not exist, or where the file has been kept before.
  ///
  /// Express: `fs.rename` with the path that `multer` tells
  @MainActor public func keep(as newPath: String) async throws {
    do { try await rename(path, to: newPath) } catch let error where error.isOtherFileSystem {
      try await copyFile(path, to: newPath)
      try await removeFile(path)
    }
  }
}

extension Error {
  fileprivate nonisolated var isOtherFileSystem: Bool { (self as? SystemError)?.code == "EXDEV" }
}

/// A name that can do no harm as the name of a file, made of one that might.
nonisolated func safeFileName(_ name: String) -> String {
  let last = name.split { $0 == "/" || $0 == "\\" }.last ?? ""
  let safe = last.map { character -> Character in
    character.isLetter || character.isNumber || "-_.".contains(character) ? character : "_"
  }
  let visible = String(safe.drop { $0 == "." })
  guard visible.contains(where: { $0 != "_" && $0 != "." }) else { return "file" }
  guard visible.utf8.count > 100 else { return visible }
  // The end says what kind of file it is, so the beginning of the name has to give way.
  let pieces = visible.split(separator: ".")
  let ending =
    pieces.count > 1 && pieces[pieces.count - 1].utf8.count <= 10
    ? ".\(pieces[pieces.count - 1])" : ""
  var short = visible.dropLast(ending.count)
  while short.utf8.count + ending.utf8.count > 100 { short.removeLast() }
  return short + ending
}

/// What `multipart()` left.
struct MultipartForm {
  let fields: FormFields
  let files: [Upload]
}

extension Request {
  /// The files of a form, in the order in which they came, read by `multipart()`.
  ///
  /// Throws as `body(as:)` does. Express: `multer`'s `req.files`
  public var files: [Upload] {
    get throws {
      if case .multipart(let form) = exchange.found.body.content { return form.files }
      throw unreadBody("request.files", .multipart, missing: "multipart()")
    }
  }

  /// The first file of a field, nil where there is none.
  ///
  /// Throws as `body(as:)` does. Express: `multer`'s `req.file`
  public func file(_ field: String) throws -> Upload? {
    try files.first { $0.field == field }
  }
}
