// Changing an answer's bytes on their way out. Compression needs it; the parts of this file are what it stands on.
//
//     hold(until: decide) ─▶ the answer is whole:      decide sees it, and replaces it     replaceHeldBody
//                         ─▶ it comes piece by piece:  decide sets what changes the pieces filterBody
//
// A file is sent by the system, without passing here, unless a filter is set: then it is read, piece by piece.

/// Takes a piece of a body, and gives what is sent in its place; the last piece, which may be empty, is marked.
public typealias BodyFilter = @MainActor (_ bytes: [UInt8], _ isLast: Bool) -> [UInt8]

extension Response {
  /// Whether bytes of a body are sent with this answer: not to HEAD, and not with 204, 205 and 304.
  public var sendsBody: Bool {
    request.head.method != "HEAD" && ![204, 205, 304].contains(statusCode)
  }

  /// The whole answer, while it is held back; nil where it comes piece by piece, or none is given yet.
  public var heldBody: [UInt8]? { hold?.body }

  /// How long the body will be, where that is known before its first byte: it is held, a file, or announced.
  public var expectedLength: Int? {
    hold?.body?.count ?? hold?.fileBytes ?? headers["Content-Length"].flatMap { Int($0) }
  }

  /// Sends `body` in the place of the answer that is held. For a preparation (see `hold`).
  public func replaceHeldBody(_ body: [UInt8]) {
    if let hold, hold.body != nil { hold.body = body }
  }

  /// Lets every piece of a streamed body pass through `filter`. For a preparation (see `hold`), which also takes a
  /// `Content-Length` away that no longer holds. It runs on the loop: what computes long makes all requests wait.
  public func filterBody(_ filter: @escaping BodyFilter) { hold?.filter = filter }

  /// Sends a file through the filter.
  func pass(_ file: OpenFile, _ range: Range<Int>) async throws {
    headers["Content-Length"] = nil
    try await write([UInt8]())
    guard sendsBody else { return end() }
    var sent = 0
    do {
      for try await chunk in file.chunks(in: range) {
        try await write(chunk)
        sent += chunk.count
      }
      guard sent == range.count else {
        throw FileEndedEarly(path: file.path, end: range.upperBound)
      }
      end()
    } catch {
      if connection != nil, !(error is CancellationError) {
        report("\(name): \(error); the connection is cut")
      }
      destroy()
    }
  }
}
