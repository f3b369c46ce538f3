// Why compressed bytes could not be read. All of it is what a sender did, so a server answers 400, and 413 for too
// much.

/// What is wrong with compressed bytes.
///
/// ```swift
/// do { _ = try Inflater.inflate(Array("hello".utf8), as: .gzip, limit: 1_000) }
/// catch { print(error) }  // the compressed data is corrupt near byte 2: incorrect header check
/// ```
public nonisolated enum InflateError: Error, Equatable, CustomStringConvertible {
  /// The bytes do not follow the format, or their checksum does not fit: zlib's words, and how many bytes it had read.
  case corrupt(reason: String, offset: Int)
  /// The bytes ended before the compressed data did.
  case truncated(offset: Int)
  /// Something follows the compressed data.
  case trailingData(offset: Int)
  /// More came out than was allowed.
  case tooLarge(limit: Int)

  public var description: String {
    switch self {
    case .corrupt(let reason, let offset):
      "the compressed data is corrupt near byte \(offset): \(reason)"
    case .truncated(let offset): "the compressed data is cut short: it goes on after byte \(offset)"
    case .trailingData(let offset):
      "the compressed data ends at byte \(offset), but more bytes follow"
    case .tooLarge(let limit): "the data is longer than \(limit) bytes when decompressed"
    }
  }
}
