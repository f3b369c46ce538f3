// The body of a request, pulled: the connection reads on only when somebody asks for more.
//
// So an upload that nobody reads stops at the sender, once 64 KiB have piled up here and the system's buffers are full.

/// The bytes of a request's body, in chunks as they arrive.
///
/// ```swift
/// for try await chunk in request.body { total += chunk.count }
/// ```
///
/// Reading throws `BodyError` when the client leaves before the end or breaks the framing.
///
/// Node: `request.on('data')`, `for await (const chunk of request)`
public final class RequestBody: AsyncSequence {
  public typealias Element = [UInt8]

  /// Whether the request announced no body at all (neither `Content-Length` nor `Transfer-Encoding`).
  public let isAbsent: Bool
  /// The length that the client announced, nil if it sends chunks or nothing.
  public let announcedLength: Int?
  /// The fields that came behind a chunked body; none before it was read to its end.
  ///
  /// Source: RFC 9110 section 6.5. Node: `request.trailers`
  public var trailers: Headers { isWhole && waitingBytes.isEmpty ? fieldsBehind : Headers() }

  private var waitingBytes: [UInt8] = []
  private var isWhole: Bool
  private var fieldsBehind = Headers()
  private var error: BodyError?
  private var reader: CheckedContinuation<Void, Never>?
  /// Tells the connection that more is wanted.
  var onDemand: (@MainActor () -> Void)?

  init(_ framing: BodyFraming) {
    isAbsent = framing == .none
    announcedLength = if case .length(let count) = framing { count } else { nil }
    isWhole = framing == .none || framing == .length(0)
  }

  /// The body of all requests that have none.
  static let absent = RequestBody(.none)

  /// Nothing to do, and so no need to come back to the loop for it, which an isolated `deinit` would.
  nonisolated deinit {}

  /// Whether everything has come and been read.
  var isReadToItsEnd: Bool { isWhole && waitingBytes.isEmpty }

  /// Whether as much waits here as should.
  var isFull: Bool { waitingBytes.count >= Socket.highWaterMark }

  /// Reads the whole body.
  ///
  /// ```swift
  /// let bytes = try await request.body.collect(upTo: 100_000)
  /// ```
  ///
  /// Throws `BodyError.tooLarge` as soon as more than `limit` bytes are announced or have come.
  public func collect(upTo limit: Int = 1 << 20) async throws -> [UInt8] {
    if let announcedLength, announcedLength > limit { throw BodyError.tooLarge(limit: limit) }
    var bytes: [UInt8] = []
    while let chunk = try await nextChunk() {
      guard bytes.count + chunk.count <= limit else { throw BodyError.tooLarge(limit: limit) }
      if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
    }
    return bytes
  }

  // MARK: The reader's side

  /// The next bytes; nil at the end.
  func nextChunk() async throws -> [UInt8]? {
    while waitingBytes.isEmpty {
      if let error { throw error }
      if isWhole { return nil }
      try Task.checkCancellation()
      precondition(reader == nil, "two tasks read one body: each would get a part")
      await withTaskCancellationHandler {
        await withCheckedContinuation { continuation in
          reader = continuation
          onDemand?()
        }
      } onCancel: {
        Task { @MainActor in self.wakeReader() }
      }
    }
    defer {
      waitingBytes = []
      if !isWhole { onDemand?() }
    }
    return waitingBytes
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    let body: RequestBody
    public func next() async throws -> [UInt8]? { try await body.nextChunk() }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body: self) }

  // MARK: The connection's side

  /// Takes more bytes; the fields behind the body come with the last ones.
  func receive(_ bytes: [UInt8], trailers: Headers?) {
    waitingBytes = waitingBytes.isEmpty ? bytes : waitingBytes + bytes
    if let trailers { (isWhole, fieldsBehind) = (true, trailers) }
    if isWhole || !waitingBytes.isEmpty { wakeReader() }
  }

  /// Nothing more will come, although it should have.
  func fail(_ error: BodyError) {
    guard !isWhole, self.error == nil else { return }
    self.error = error
    wakeReader()
  }

  private func wakeReader() {
    reader?.resume()
    reader = nil
  }
}

/// Why a body could not be read to its end.
public nonisolated enum BodyError: Error, Equatable, CustomStringConvertible {
  /// More bytes than the reader wants.
  case tooLarge(limit: Int)
  /// The chunks break the rules; the text says how.
  case malformed(String, status: Int = 400)
  /// The client left before the end, or nobody waits for the rest any longer.
  case aborted

  public var description: String {
    switch self {
    case .tooLarge(let limit): "the body is larger than \(limit) bytes"
    case .malformed(let reason, _): "the body is malformed: \(reason)"
    case .aborted: "the client left before the body was whole"
    }
  }

  /// The status that answers it, where the handler does not choose one.
  public var status: Int {
    switch self {
    case .tooLarge: 413
    case .malformed(_, let status): status
    case .aborted: 400
    }
  }
}
