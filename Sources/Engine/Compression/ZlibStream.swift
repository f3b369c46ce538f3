// One `z_stream`, owned. zlib remembers its address, so it stays in one place from beginning to end; and what zlib took
// for it is given back when its owner goes, whatever happened before.
//
// zlib works step by step: it is shown some input and some room, uses of both what it can, and says how far it came.
//
//     input   [ used │ not yet ]        room   [ filled │ free ]
//
// Room left free means that everything is out that can come out of this input.

internal import CZlib

/// A running compression or decompression, as zlib keeps it.
nonisolated final class ZlibStream {
  enum Work {
    case deflate(level: Int)
    case inflate
  }

  /// What a step came to.
  struct Step {
    var used: Int
    /// Whether there may be more to come out than there was room for.
    var filled: Bool
    /// zlib's own number: `Z_OK`, `Z_STREAM_END`, …
    var status: Int32
  }

  private let work: Work
  private let stream: UnsafeMutablePointer<z_stream>
  /// How much comes out in one step.
  private let room = 16_384

  init(_ work: Work, windowBits: Int32) {
    self.work = work
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let size = Int32(MemoryLayout<z_stream>.size)
    let status =
      switch work {
      case .inflate: inflateInit2_(stream, windowBits, ZLIB_VERSION, size)
      case .deflate(let level):
        deflateInit2_(
          stream, Int32(level), Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
      }
    requireSound(status)
  }

  deinit {
    switch work {
    case .deflate: _ = deflateEnd(stream)
    case .inflate: _ = inflateEnd(stream)
    }
    stream.deallocate()
  }

  /// Begins anew, for decompression alone.
  func restart(windowBits: Int32) { requireSound(inflateReset2(stream, windowBits)) }

  /// zlib's words about the last error.
  var message: String? { stream.pointee.msg.map { String(cString: $0) } }

  /// One step: what comes out, at most `limit` bytes, is appended to `output`.
  func step(
    _ input: Slice<UnsafeBufferPointer<UInt8>>, flush: Int32, limit: Int = .max,
    into output: inout [UInt8]
  ) -> Step {
    precondition(limit > 0, "without room zlib stands still, and whoever asks on never ends")
    // zlib counts in 32 bits. A longer input comes in pieces, and what is asked of its end is asked of the last one.
    let piece = input.prefix(1 << 30)
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: min(room, limit)) { buffer in
      show(piece, buffer)
      let status = run(piece.count == input.count ? flush : Z_NO_FLUSH)
      let free = Int(stream.pointee.avail_out)
      let used = piece.count - Int(stream.pointee.avail_in)
      output.append(contentsOf: buffer[..<(buffer.count - free)])
      // Neither lives longer than this step.
      show(piece.prefix(0), .init(start: nil, count: 0))
      return Step(used: used, filled: free == 0, status: status)
    }
  }

  private func show(
    _ input: Slice<UnsafeBufferPointer<UInt8>>, _ output: UnsafeMutableBufferPointer<UInt8>
  ) {
    // zlib only reads its input; the type it gives to it is older than `const`.
    let bytes = UnsafeBufferPointer(rebasing: input).baseAddress
    stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes)
    stream.pointee.avail_in = UInt32(input.count)
    stream.pointee.next_out = output.baseAddress
    stream.pointee.avail_out = UInt32(output.count)
  }

  private func run(_ flush: Int32) -> Int32 {
    let status =
      switch work {
      case .deflate: deflate(stream, flush)
      case .inflate: inflate(stream, flush)
      }
    // Nothing to do, or no room to do it in: the next step may be luckier.
    if status == Z_BUF_ERROR { return Z_OK }
    if status != Z_DATA_ERROR && status != Z_NEED_DICT { requireSound(status) }
    return status
  }

  /// What is left besides bad data: no memory, or a zlib that is not the one we were built with. Swift stops a program
  /// that has no memory left, and so does this.
  private func requireSound(_ status: Int32) {
    precondition(status == Z_OK || status == Z_STREAM_END, "zlib cannot go on: status \(status)")
  }
}
