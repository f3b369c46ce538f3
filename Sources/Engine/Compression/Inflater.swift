// Decompression, piece by piece, with a limit on what comes out.
//
// Up to a thousand bytes of zeros are one byte when compressed: what is a megabyte on the wire can be a gigabyte in
// memory. Nothing in the bytes tells it beforehand, so the only defence is to count and to stop in time. That is why
// the limit has no default.
//
// A gzip stream may be several ones, one after the other (`cat a.gz b.gz`): their contents are read as one text.

internal import CZlib

/// Decompresses.
///
/// ```swift
/// let inflater = Inflater(.gzip, limit: 1_000_000)
/// for try await chunk in request.body {
///   total += try inflater.inflate(chunk).count
/// }
/// try inflater.finish()
/// ```
///
/// Each holds up to 40 KiB of memory for as long as it lives. Up to a thousand bytes come out of one, so a piece of
/// 64 KiB may give one of 64 MiB where the limit allows it.
///
/// Node: `zlib.createGunzip`, `zlib.createInflate`, whose `maxOutputLength` holds only for whole buffers
public nonisolated final class Inflater {
  private enum State {
    case running
    /// One gzip stream is whole; another one may follow.
    case betweenMembers
    case ended
    case failed(InflateError)
  }

  private let format: CompressionFormat
  private let limit: Int
  private let stream: ZlibStream
  private var state = State.running
  /// The first bytes of a `deflate` stream, until they say whether it is wrapped.
  private var undecided: [UInt8]?
  private var received = 0
  private var consumed = 0
  private var produced = 0

  /// Begins; `limit` is how many bytes may come out in all.
  public init(_ format: CompressionFormat, limit: Int) {
    precondition(limit >= 0, "a limit is not negative")
    self.format = format
    self.limit = limit
    undecided = format == .deflate ? [] : nil
    stream = ZlibStream(.inflate, windowBits: format.windowBits)
  }

  /// Takes some compressed bytes in, and gives what they hold.
  ///
  /// Throws `InflateError` where they break the format or follow its end, or more would come out than allowed. Every
  /// call after that throws the same.
  public func inflate(_ bytes: [UInt8]) throws(InflateError) -> [UInt8] {
    if case .failed(let error) = state { throw error }
    received += bytes.count
    do throws(InflateError) {
      return try run(decided(bytes))
    } catch {
      state = .failed(error)
      throw error
    }
  }

  /// Says that no more bytes come.
  ///
  /// Throws `InflateError.truncated` where the data is not at its end, and again what `inflate` threw.
  public func finish() throws(InflateError) {
    switch state {
    case .ended, .betweenMembers: return
    case .failed(let error): throw error
    case .running: throw .truncated(offset: received)
    }
  }

  /// Decompresses a whole.
  ///
  /// Throws `InflateError`.
  ///
  /// Node: `zlib.gunzipSync`, `zlib.inflateSync`, `zlib.inflateRawSync`
  public static func inflate(
    _ bytes: [UInt8], as format: CompressionFormat, limit: Int
  ) throws(InflateError) -> [UInt8] {
    let inflater = Inflater(format, limit: limit)
    let output = try inflater.inflate(bytes)
    try inflater.finish()
    return output
  }

  /// The bytes to go on with. Those of a `deflate` stream wait until there are two, which say whether it is wrapped.
  private func decided(_ bytes: [UInt8]) -> [UInt8] {
    guard let waiting = undecided else { return bytes }
    let start = waiting + bytes
    guard start.count >= 2 else {
      undecided = start
      return []
    }
    undecided = nil
    if !Self.isWrapped(start[0], start[1]) {
      stream.restart(windowBits: CompressionFormat.raw.windowBits)
    }
    return start
  }

  /// Whether these two bytes begin a wrapped stream: method 8, a window that exists, and together a multiple of 31. No
  /// compressor begins an unwrapped one so: it would be a stored block with padding bits that are not zero.
  private static func isWrapped(_ first: UInt8, _ second: UInt8) -> Bool {
    first & 15 == 8 && first >> 4 <= 7 && (Int(first) << 8 | Int(second)) % 31 == 0
  }

  private func run(_ bytes: [UInt8]) throws(InflateError) -> [UInt8] {
    var output: [UInt8] = []
    try bytes.withUnsafeBufferPointer { input throws(InflateError) in
      var rest = input[...]
      var isMore = false
      while isMore || !rest.isEmpty {
        if let next = rest.first { try expect(next) }
        isMore = try step(&rest, &output)
      }
    }
    return output
  }

  /// Whether the next byte may stand where it does.
  private func expect(_ next: UInt8) throws(InflateError) {
    switch state {
    case .ended: throw .trailingData(offset: consumed)
    case .betweenMembers:
      guard next == 0x1F else { throw .trailingData(offset: consumed) }
      stream.restart(windowBits: format.windowBits)
      state = .running
    case .running, .failed: return
    }
  }

  /// One step; returns whether more may come out without more going in.
  private func step(
    _ rest: inout Slice<UnsafeBufferPointer<UInt8>>, _ output: inout [UInt8]
  ) throws(InflateError) -> Bool {
    let before = output.count
    // One byte more than allowed tells a whole that fits from one that does not.
    let step = stream.step(
      rest, flush: Z_NO_FLUSH, limit: min(limit - produced, .max - 1) + 1, into: &output)
    rest = rest.dropFirst(step.used)
    consumed += step.used
    produced += output.count - before
    guard produced <= limit else { throw .tooLarge(limit: limit) }
    switch step.status {
    case Z_DATA_ERROR:
      throw .corrupt(reason: stream.message ?? "invalid data", offset: consumed)
    case Z_NEED_DICT:
      throw .corrupt(reason: "it needs a dictionary, which nobody has sent", offset: consumed)
    case Z_STREAM_END:
      state = format == .gzip ? .betweenMembers : .ended
      return false
    default: return step.filled
    }
  }
}
