// The body of an answer, pulled: each chunk is read from the socket when somebody asks for it.
//
// So a server that sends faster than its bytes are used waits. The server's side (`RequestBody`) is fed by a connection
// that reads for many requests in turn; here the reader and the connection wait for the same thing, and no queue stands
// between them.

/// The bytes of an answer's body, in chunks as they arrive.
///
/// ```swift
/// let answer = try await HTTPClient().get("http://127.0.0.1:3000/big")
/// for try await chunk in answer.body { total += chunk.count }
/// ```
///
/// Reading throws `HTTPClientError`: an answer that is cut short, or breaks its framing, never looks whole. A body that
/// is not read to its end costs the connection, which is closed when nobody holds the answer any more.
///
/// Node: `for await (const chunk of response)`
public final class ResponseBody: AsyncSequence {
  public typealias Element = [UInt8]

  /// The length that the server announced: 0 where no body follows, nil if it sends chunks or until it closes.
  public let announcedLength: Int?
  /// The fields behind a chunked body; empty until it has been read to its end.
  public var trailers: Headers { decoder.trailers }

  private let url: String
  /// Nil once the body is whole, or nobody can read on.
  private var connection: ClientConnection?
  private var patience: ClientPatience?
  private var decoder: BodyDecoder
  /// Decoded, and not asked for yet.
  private var waitingBytes: [UInt8] = []
  private var decodedCount = 0
  /// Bytes of the body with its framing.
  private var usedCount = 0
  private var failure: (any Error)?

  init(_ framing: BodyFraming, over connection: ClientConnection) {
    announcedLength =
      switch framing {
      case .none: 0
      case .length(let count): count
      case .chunked, .untilClose: nil
      }
    url = connection.url
    decoder = BodyDecoder(framing, unfoldsTrailers: true)
    self.connection = connection
    // What came with the head may be all: then the connection is free at once.
    decodeWaiting()
  }

  nonisolated deinit {
    guard let connection else { return }
    Task { @MainActor [patience] in
      patience?.over()
      connection.close()
    }
  }

  /// The deadline goes on until the body is whole.
  func keep(_ patience: ClientPatience) {
    if connection == nil { patience.over() } else { self.patience = patience }
  }

  /// Reads the whole body.
  ///
  /// ```swift
  /// let bytes = try await HTTPClient().get("http://127.0.0.1:3000/logo.png").body.collect(upTo: 100_000)
  /// ```
  ///
  /// Throws `HTTPClientError` with `.bodyTooLarge` as soon as more than `limit` bytes are announced or have come; the
  /// connection is closed then.
  public func collect(upTo limit: Int = 1 << 20) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    if let announcedLength, announcedLength > limit { throw tooLarge(limit) }
    while let chunk = try await nextChunk() {
      guard bytes.count + chunk.count <= limit else { throw tooLarge(limit) }
      if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
    }
    return bytes
  }

  /// Stops reading: closes the connection, unless the body is whole.
  ///
  /// Node: `response.destroy()`
  public func cancel() { finish(HTTPClientError(url, .truncated("its reader did not want more"))) }

  public struct AsyncIterator: AsyncIteratorProtocol {
    let body: ResponseBody
    public func next() async throws -> [UInt8]? { try await body.nextChunk() }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body: self) }

  // MARK: Reading

  /// The next bytes; nil at the end.
  private func nextChunk() async throws -> [UInt8]? {
    while waitingBytes.isEmpty {
      if let failure { throw failure }
      guard let connection else { return nil }
      do {
        switch try await connection.readMore() {
        case .bytes: decodeWaiting()
        case .ended: ended()
        case .broken(let error):
          finish(HTTPClientError(url, .truncated("\(place) (\(error.code))")))
        }
      } catch { finish(error) }
    }
    defer { waitingBytes = [] }
    return waitingBytes
  }

  /// Takes from the connection what belongs to this body.
  private func decodeWaiting() {
    guard let connection else { return }
    let before = waitingBytes.count
    do throws(MalformedMessage) {
      let used = try decoder.decode(connection.inbox.span, into: &waitingBytes)
      connection.inbox.removeFirst(used)
      usedCount += used
      decodedCount += waitingBytes.count - before
      if decoder.isFinished { finish(nil) }
    } catch {
      let malformed = MalformedMessage(
        status: error.status, reason: error.reason, offset: usedCount + error.offset)
      finish(HTTPClientError(url, .malformed(malformed)))
    }
  }

  /// The server has closed the connection: for some bodies that is the end, for others it comes too early.
  private func ended() {
    finish(decoder.endsWithConnection ? nil : HTTPClientError(url, .truncated(place)))
  }

  private var place: String {
    announcedLength.map { "\(decodedCount) of its \($0) bytes had come" }
      ?? "the connection ended after \(decodedCount) bytes, before the end of the body"
  }

  private func tooLarge(_ limit: Int) -> HTTPClientError {
    let error = HTTPClientError(url, .bodyTooLarge(limit: limit))
    finish(error)
    return error
  }

  /// There is nothing more to read; `error` says why, nil that it is whole.
  private func finish(_ error: (any Error)?) {
    guard let connection else { return }
    self.connection = nil
    failure = error
    patience?.over()
    patience = nil
    if error == nil { connection.answerIsWhole() } else { connection.close() }
  }
}
