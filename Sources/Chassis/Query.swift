// What stands behind the "?" of a target: names and values, each percent-encoded, a space also as "+".

/// The query of a request, decoded.
///
/// ```swift
/// // GET /users?role=admin&tag=new&tag=vip
/// request.query["role"]      // "admin"
/// request.query.all("tag")   // ["new", "vip"]
/// ```
///
/// Brackets mean nothing here: `a[b]=c` has the name `a[b]`. What is no good percent-encoding stays as it is. At most
/// 1,000 pairs are read.
///
/// Source: WHATWG URL, application/x-www-form-urlencoded. Express: `req.query` with the simple parser
public nonisolated struct Query: Equatable, Sendable, Sequence {
  private var pairs: [Pair] = []

  private struct Pair: Equatable {
    var name: String
    var value: String
  }

  /// More pairs than this are not read.
  static let maximumPairs = 1_000

  /// Reads the text behind the "?".
  public init(_ text: some StringProtocol) {
    for piece in text.utf8.split(separator: UInt8(ascii: "&")).prefix(Self.maximumPairs) {
      let halves = piece.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      pairs.append(
        Pair(name: Self.decode(halves[0]), value: halves.count > 1 ? Self.decode(halves[1]) : ""))
    }
  }

  /// The first value of a name, or nil where it is absent.
  public subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }

  /// All values of a name, in order.
  public func all(_ name: String) -> [String] {
    pairs.filter { $0.name == name }.map(\.value)
  }

  /// Whether there is nothing in it.
  public var isEmpty: Bool { pairs.isEmpty }

  public func makeIterator() -> some IteratorProtocol<(name: String, value: String)> {
    pairs.lazy.map { (name: $0.name, value: $0.value) }.makeIterator()
  }

  /// Unlike `decodeURIComponent`, never fails: what makes no sense is left, as in Node's `querystring`.
  private static func decode(_ text: some Collection<UInt8>) -> String {
    var bytes: [UInt8] = []
    var rest = text[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "+") {
        bytes.append(UInt8(ascii: " "))
      } else if byte == UInt8(ascii: "%"), let decoded = hexadecimalByte(rest) {
        bytes.append(decoded)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func hexadecimalByte(_ text: some Collection<UInt8>) -> UInt8? {
    let digits = text.prefix(2).compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
    return digits.count == 2 ? UInt8(digits[0] << 4 | digits[1]) : nil
  }
}
