// An answer in pieces, each asked for when the client has taken most of those before: however long it is, little of it
// is in memory at a time.

extension Response {
  /// Answers with the pieces of a sequence, one after the other.
  ///
  /// ```swift
  /// let file = try await openFile("video.mp4")
  /// try await response.type("mp4").stream(file)
  /// ```
  ///
  /// The type is `application/octet-stream` unless one was set. HEAD asks for no piece.
  ///
  /// Throws what the sequence throws: before its first piece another answer can still be given, after it the connection is
  /// cut, so that the answer does not look whole. Throws `SystemError` when the client is gone.
  ///
  /// Express: `stream.pipe(res)`
  public func stream<Pieces: AsyncSequence>(_ pieces: Pieces) async throws
  where Pieces.Element == [UInt8] {
    var pieces = pieces.makeAsyncIterator()
    try await stream { try await pieces.next(isolation: MainActor.shared) }
  }

  /// Answers with texts, one after the other; HTML, unless a type was set.
  ///
  /// ```swift
  /// let lines = AsyncStream { lines in
  ///   for user in users { lines.yield("\(user.name)\n") }
  ///   lines.finish()
  /// }
  /// try await response.type("text").stream(lines)
  /// ```
  ///
  /// Express: `stream.pipe(res)`
  public func stream<Pieces: AsyncSequence>(_ pieces: Pieces) async throws
  where Pieces.Element == String {
    guard mayAnswer() else { return }
    if !headers.contains("Content-Type") { type("html") }
    var pieces = pieces.makeAsyncIterator()
    try await stream { try await pieces.next(isolation: MainActor.shared).map { Array($0.utf8) } }
  }

  /// Answers with what `next` gives, until it gives nil.
  ///
  /// ```swift
  /// var left = 3
  /// try await response.type("text").stream {
  ///   left -= 1
  ///   return left < 0 ? nil : Array("\(left)\n".utf8)
  /// }
  /// ```
  ///
  /// Express: `stream.pipe(res)`
  public func stream(_ next: @MainActor () async throws -> [UInt8]?) async throws {
    guard mayAnswer() else { return }
    if !headers.contains("Content-Type") { type("application/octet-stream") }
    guard sendsBody else {
      try await write([UInt8]())
      return end()
    }
    while let piece = try await next() {
      try Task.checkCancellation()
      try await write(piece)
    }
    if !headersSent { try await write([UInt8]()) }
    end()
  }
}
