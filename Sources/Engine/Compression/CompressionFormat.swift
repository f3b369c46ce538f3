// What is wrapped around compressed bytes. The compression is one and the same (RFC 1951); the formats differ in what
// stands before and behind it.
//
//     gzip      1f 8b, method, flags, time …  │ compressed │  CRC-32, length
//     deflate   78 9c                         │ compressed │  Adler-32
//     raw                                     │ compressed │

/// A format of compressed bytes.
///
/// Node: `zlib.createGzip`, `zlib.createDeflate`, `zlib.createDeflateRaw`
public nonisolated enum CompressionFormat: Sendable, Hashable {
  /// RFC 1952: what `Content-Encoding: gzip` and files named `.gz` are.
  case gzip
  /// What `Content-Encoding: deflate` means: RFC 1950, which is written. Some senders leave its wrapping away, and so
  /// bytes without it are read, too (RFC 9110 section 8.4.1.2).
  case deflate
  /// RFC 1951 alone: nothing around it, and so no checksum.
  case raw

  /// How zlib is told: the window's size (2 to the power of 15, the largest), plus 16 for gzip, negative for raw.
  var windowBits: Int32 {
    switch self {
    case .gzip: 31
    case .deflate: 15
    case .raw: -15
    }
  }
}
