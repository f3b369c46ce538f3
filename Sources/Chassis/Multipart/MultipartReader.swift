// Pulls a form of parts out of a request's body: nothing is read from the wire before somebody asks for it. So a file
// that is stored slowly, or looked at by a slow handler, slows its sender down instead of filling the memory.

/// What a form of parts may come to.
///
/// ```swift
/// app.use(multipart(limits: MultipartLimits(files: 1, fileBytes: 5_000_000)))
/// ```
///
/// Express: `multer`'s `limits`
public nonisolated struct MultipartLimits: Equatable, Sendable {
  /// How many files there may be.
  public var files: Int
  /// How many bytes each of them may have.
  public var fileBytes: Int
  /// How many fields there may be that are no files.
  public var fields: Int
  /// How many bytes they may have in all, as they are kept in memory.
  public var fieldBytes: Int
  /// How many bytes the name of a field may have, and that of a file.
  public var nameBytes: Int

  public init(
    files: Int = 10, fileBytes: Int = 10 << 20, fields: Int = 1_000, fieldBytes: Int = 102_400,
    nameBytes: Int = 255
  ) {
    self.files = files
    self.fileBytes = fileBytes
    self.fields = fields
    self.fieldBytes = fieldBytes
    self.nameBytes = nameBytes
  }
}

/// A file of a form that is being received.
///
/// ```swift
/// app.post(
///   "/logs",
///   multipart { file in
///     for try await chunk in file { print("\(file.field): \(chunk.count) bytes") }
///   }
/// ) { request, response in response.sendStatus(204) }
/// ```
///
/// Reading throws what `request.body` throws, and `HTTPError` 413 where the file is too large. What is left unread is
/// skipped.
///
/// Express: the `'file'` event of `busboy`
public final class IncomingFile: AsyncSequence {
  public typealias Element = [UInt8]

  /// The name of the form's field.
  public let field: String
  /// What the sender calls the file. It may be a path, or anything else: show it, and never open it.
  public let clientName: String
  /// The media type that the sender gives; nobody has looked whether it is true.
  public let type: String
  /// See `Upload.safeName`.
  public var safeName: String { safeFileName(clientName) }

  private var reader: MultipartReader?
  private let limit: Int
  /// How many bytes have come.
  private(set) var size = 0

  init(_ head: PartHead, _ fileName: String, _ reader: MultipartReader, limit: Int) {
    field = head.name
    clientName = fileName
    type = head.type ?? "application/octet-stream"
    self.reader = reader
    self.limit = limit
  }

  nonisolated deinit {}

  func nextChunk() async throws -> [UInt8]? {
    guard case .data(let bytes)? = try await reader?.next() else {
      reader = nil
      return nil
    }
    size += bytes.count
    guard size <= limit else {
      throw HTTPError(
        413, "\(field): the file is larger than \(limit) bytes", code: "entity.too.large")
    }
    return bytes
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    let file: IncomingFile
    public func next() async throws -> [UInt8]? { try await file.nextChunk() }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(file: self) }
}

final class MultipartReader {
  private var parser: MultipartParser
  private let limits: MultipartLimits
  private let chunks: RequestBody.AsyncIterator
  private var events: ArraySlice<MultipartParser.Event> = []
  private var isAtEnd = false

  init(_ body: RequestBody, _ parser: MultipartParser, _ limits: MultipartLimits) {
    self.parser = parser
    self.limits = limits
    chunks = body.makeAsyncIterator()
  }

  nonisolated deinit {}

  /// Reads all parts; `store` gets the files.
  func read(_ store: (IncomingFile) async throws -> Void) async throws -> [FormFields.Pair] {
    var pairs: [FormFields.Pair] = []
    var (files, bytes) = (0, 0)
    while case .head(let head)? = try await next() {
      try checkNames(head)
      guard let fileName = head.fileName else {
        guard pairs.count < limits.fields else {
          throw HTTPError(
            413, "the form has more than \(limits.fields) fields", code: "parameters.too.many")
        }
        let value = try await field(head, upTo: limits.fieldBytes - bytes)
        bytes += head.name.utf8.count + value.utf8.count
        pairs.append(.init(name: head.name, value: value))
        continue
      }
      files += 1
      guard files <= limits.files else {
        throw HTTPError(
          413, "the form has more than \(limits.files) files", code: "files.too.many")
      }
      try await self.file(head, fileName, store)
    }
    return pairs
  }

  /// The next event; nil behind the last one.
  func next() async throws -> MultipartParser.Event? {
    while events.isEmpty, !isAtEnd {
      let chunk = try await chunks.next()
      do throws(MalformedMultipart) {
        if let chunk {
          events = try parser.parse(chunk)[...]
        } else {
          isAtEnd = true
          try parser.finish()
        }
      } catch {
        throw HTTPError(
          400, "the body is no multipart/form-data: \(error.reason)", code: "entity.parse.failed")
      }
    }
    return events.popFirst()
  }

  private func checkNames(_ head: PartHead) throws {
    for name in [head.name, head.fileName ?? ""] where name.utf8.count > limits.nameBytes {
      throw HTTPError(
        400, "the form has a name of more than \(limits.nameBytes) bytes",
        code: "entity.parse.failed")
    }
  }

  private func field(_ head: PartHead, upTo limit: Int) async throws -> String {
    var bytes: [UInt8] = []
    while case .data(let piece)? = try await next() {
      bytes += piece
      guard head.name.utf8.count + bytes.count <= limit else {
        throw HTTPError(
          413, "the form's fields are larger than \(limits.fieldBytes) bytes",
          code: "entity.too.large")
      }
    }
    guard let text = Charset.utf8.decode(bytes) else {
      throw HTTPError(400, "\(head.name): the field is no UTF-8", code: "entity.parse.failed")
    }
    return text
  }

  private func file(
    _ head: PartHead, _ fileName: String, _ store: (IncomingFile) async throws -> Void
  ) async throws {
    let file = IncomingFile(head, fileName, self, limit: limits.fileBytes)
    // Browsers send a file without a name and without bytes where nobody has chosen one.
    if fileName.isEmpty, try await isEmpty() { return }
    try await store(file)
    while try await file.nextChunk() != nil {}
  }

  /// Whether the part has no bytes; it is over then.
  private func isEmpty() async throws -> Bool {
    guard let event = try await next() else { return true }
    if event == .end { return true }
    events = [event] + events
    return false
  }
}
