// What a Redis server answers, from bytes to values.
//
// The first byte says what comes; each line ends in CR LF:
//
//     +OK                       a word
//     -ERR unknown command      an error
//     :42                       a whole number
//     $5 CR LF hello            a text of five bytes; $-1 is no text at all
//     *2 CR LF :1 CR LF :60     a list of two answers; *-1 is no list at all
//
// Answers come in pieces, as the network cuts them. The parser keeps what has come and gives an answer as soon as it is
// whole. An answer that is malformed or beyond a limit ends the connection: where the next one begins, nobody knows.
//
// Source: redis.io/docs/reference/protocol-spec (RESP2)

/// One answer.
nonisolated enum RESPValue: Sendable, Equatable {
  case word(String)
  case error(String)
  case number(Int)
  case text([UInt8])
  case list([RESPValue])
  case nothing
}

/// An answer that makes no sense.
nonisolated struct RESPError: Error, Equatable, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// How much an answer may hold.
nonisolated struct RESPLimits: Sendable, Equatable {
  /// Bytes of one whole answer.
  var bytes = 1 << 20
  /// Bytes of a line: a word, an error, a number.
  var line = 4_096
  /// Values in one whole answer.
  var values = 1_024
  /// Lists within lists.
  var depth = 8
}

/// Gathers bytes and gives answers.
nonisolated struct RESPParser {
  private let limits: RESPLimits
  private var bytes: [UInt8] = []
  /// Where the answer that is not yet whole begins.
  private var start = 0
  private var position = 0
  private var values = 0

  init(limits: RESPLimits = RESPLimits()) { self.limits = limits }

  mutating func append(_ more: [UInt8]) {
    bytes.removeFirst(start)
    start = 0
    bytes += more
  }

  /// The next answer; nil if it is not whole yet.
  mutating func next() throws(RESPError) -> RESPValue? {
    (position, values) = (start, 0)
    guard let value = try value(depth: 0) else {
      guard bytes.count <= end else { throw tooLong }
      return nil
    }
    start = position
    return value
  }

  /// Where what has come ends, or where the answer must have ended. What is behind that is not looked at: so the same is
  /// wrong with an answer however it was cut.
  private var end: Int { min(bytes.count, start + limits.bytes) }

  private mutating func value(depth: Int) throws(RESPError) -> RESPValue? {
    values += 1
    guard values <= limits.values else {
      throw RESPError("an answer has more than \(limits.values) values")
    }
    guard let line = try line(), let kind = line.first else { return nil }
    let rest = line.dropFirst()
    switch kind {
    case UInt8(ascii: "+"): return .word(String(decoding: rest, as: UTF8.self))
    case UInt8(ascii: "-"): return .error(String(decoding: rest, as: UTF8.self))
    case UInt8(ascii: ":"): return .number(try number(rest))
    case UInt8(ascii: "$"): return try text(count: try number(rest))
    case UInt8(ascii: "*"): return try list(count: try number(rest), depth: depth + 1)
    default: throw RESPError("an answer begins with byte \(kind), not with one of + - : $ *")
    }
  }

  private mutating func text(count: Int) throws(RESPError) -> RESPValue? {
    if count == -1 { return .nothing }
    guard count >= 0 else { throw RESPError("a text of \(count) bytes") }
    guard count <= limits.bytes else { throw tooLong }
    guard end - position >= count + 2 else { return nil }
    let text = Array(bytes[position..<(position + count)])
    guard bytes[position + count] == 13, bytes[position + count + 1] == 10 else {
      throw RESPError("a text does not end where it said")
    }
    position += count + 2
    return .text(text)
  }

  private mutating func list(count: Int, depth: Int) throws(RESPError) -> RESPValue? {
    if count == -1 { return .nothing }
    guard count >= 0 else { throw RESPError("a list of \(count) values") }
    guard count <= limits.values else {
      throw RESPError("an answer has more than \(limits.values) values")
    }
    guard depth <= limits.depth else {
      throw RESPError("lists stand in lists more than \(limits.depth) deep")
    }
    var list: [RESPValue] = []
    for _ in 0..<count {
      guard let value = try value(depth: depth) else { return nil }
      list.append(value)
    }
    return .list(list)
  }

  /// The next line without its end; nil if it is not whole yet.
  private mutating func line() throws(RESPError) -> ArraySlice<UInt8>? {
    let rest = bytes[position..<end].prefix(limits.line + 1)
    guard let lineEnd = rest.firstIndex(of: 13) else {
      guard rest.count <= limits.line else {
        throw RESPError("a line has more than \(limits.line) bytes")
      }
      return nil
    }
    guard lineEnd + 1 < end else { return nil }
    guard bytes[lineEnd + 1] == 10, lineEnd > position else {
      throw RESPError("a line is malformed")
    }
    let line = bytes[position..<lineEnd]
    position = lineEnd + 2
    return line
  }

  /// A whole number: digits, perhaps with a sign.
  private func number(_ digits: ArraySlice<UInt8>) throws(RESPError) -> Int {
    let text = String(decoding: digits, as: UTF8.self)
    guard let number = Int(text) else { throw RESPError("\"\(text)\" is no whole number") }
    return number
  }

  private var tooLong: RESPError { RESPError("an answer has more than \(limits.bytes) bytes") }
}
