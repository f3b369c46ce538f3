// Compression, piece by piece: as text comes in, bytes go out, and neither has to be in memory as a whole.
//
// zlib gathers its input, because it compresses better what it sees together: most pieces give nothing at first. Where
// somebody waits for what was written so far (an event on its way to a browser), `flush` lets all of it out.

internal import CZlib

/// Compresses.
///
/// ```swift
/// let deflater = Deflater(.gzip)
/// try await response.write(deflater.deflate("one, one, one, "))
/// try await response.write(deflater.flush())
/// try await response.write(deflater.finish())
/// ```
///
/// Each holds some 256 KiB of memory for as long as it lives. It works on the calling thread: a megabyte of text takes
/// some 30 ms, in which a loop answers thousands of requests. So a whole that is long leaves the loop, as below, and a
/// stream comes in pieces of some kilobytes.
///
/// Node: `zlib.createGzip`, `zlib.createDeflate`
public nonisolated final class Deflater {
  private let stream: ZlibStream
  private var isFinished = false

  /// Begins. `level` says how hard to try: 0 only wraps, 1 is quick, 9 is small; any other number is a mistake in the
  /// program and ends it.
  public init(_ format: CompressionFormat, level: Int = 6) {
    precondition(
      (0...9).contains(level), "a compression level is a number from 0 to 9, not \(level)")
    stream = ZlibStream(.deflate(level: level), windowBits: format.windowBits)
  }

  /// Takes some bytes in, and gives what is ready: often nothing yet. After `finish` it is a mistake in the program.
  public func deflate(_ bytes: [UInt8]) -> [UInt8] {
    precondition(!isFinished, "this Deflater is finished: what comes after needs a new one")
    return run(bytes, Z_NO_FLUSH)
  }

  /// Takes some text in, as UTF-8.
  public func deflate(_ text: String) -> [UInt8] { deflate(Array(text.utf8)) }

  /// Gives all that was taken in so far, so that the other side can read it now. Done often, it costs compression.
  ///
  /// Node: `flush` (`Z_SYNC_FLUSH`)
  public func flush() -> [UInt8] { isFinished ? [] : run([], Z_SYNC_FLUSH) }

  /// Gives the rest, and the end. Nothing can be taken in afterwards; a second call gives nothing.
  ///
  /// Node: `end`
  public func finish() -> [UInt8] {
    if isFinished { return [] }
    isFinished = true
    return run([], Z_FINISH)
  }

  /// Compresses a whole.
  ///
  /// ```swift
  /// @concurrent func compressed(_ page: [UInt8]) async -> [UInt8] { Deflater.deflate(page, as: .gzip) }
  ///
  /// let small = await compressed(try await readFile("public/index.html"))
  /// ```
  ///
  /// Node: `zlib.gzipSync`, `zlib.deflateSync`, `zlib.deflateRawSync`
  public static func deflate(
    _ bytes: [UInt8], as format: CompressionFormat, level: Int = 6
  ) -> [UInt8] {
    let deflater = Deflater(format, level: level)
    return deflater.deflate(bytes) + deflater.finish()
  }

  private func run(_ bytes: [UInt8], _ flush: Int32) -> [UInt8] {
    var output: [UInt8] = []
    bytes.withUnsafeBufferPointer { input in
      var rest = input[...]
      var isOut = false
      while !isOut || !rest.isEmpty {
        let step = stream.step(rest, flush: flush, into: &output)
        rest = rest.dropFirst(step.used)
        isOut = !step.filled
      }
    }
    return output
  }
}
