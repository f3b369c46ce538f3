// Takes a body out of the bytes on the wire: by its length, or chunk by chunk. Pure, as the head's parser is.
//
//     5␍␊           a chunk's length, in hexadecimal; what follows a `;` is an extension, and skipped
//     Rahul␍␊       so many bytes, and a line end
//     0␍␊           the last chunk is empty
//     Sum: 1f␍␊     trailer fields, rarely
//     ␍␊
//
// Source: RFC 9112 section 7.1

/// Decodes one body, piece by piece as the bytes come.
public nonisolated struct BodyDecoder {
  private enum State {
    case length(remaining: Int)
    case untilClose
    case chunkSize
    case chunkData(remaining: Int)
    case chunkEnd
    case trailers(HeadParser)
    case finished
  }

  private var state: State
  private var extensionBytes = 0
  /// How much all chunks may say besides their lengths.
  private let extensionLimit: Int
  /// Whether a trailer may be folded onto a second line: a client must understand that (RFC 9112 section 5.2).
  private let unfolds: Bool
  /// The fields after a chunked body.
  public private(set) var trailers = Headers()

  public init(
    _ framing: BodyFraming, chunkExtensionBytes: Int = 16_384, unfoldsTrailers: Bool = false
  ) {
    extensionLimit = chunkExtensionBytes
    unfolds = unfoldsTrailers
    state =
      switch framing {
      case .none: .finished
      case .length(0): .finished
      case .length(let count): .length(remaining: count)
      case .chunked: .chunkSize
      case .untilClose: .untilClose
      }
  }

  /// Whether the body is whole.
  public var isFinished: Bool { if case .finished = state { true } else { false } }

  /// Whether the end of the connection is the end of this body, and not a body cut short.
  public var endsWithConnection: Bool { if case .untilClose = state { true } else { isFinished } }

  /// Moves what belongs to the body into `output` and returns how many bytes of `input` are used up. What is left must
  /// come again, with more behind it. Throws when the chunks break the rules.
  public mutating func decode(
    _ input: Span<UInt8>, into output: inout [UInt8]
  ) throws(MalformedMessage) -> Int {
    var used = 0
    while used < input.count {
      let step = try decodeStep(input.extracting(used..<input.count), &output, at: used)
      if step == 0 { break }
      used += step
    }
    return used
  }

  /// One step: returns the bytes used, 0 if more are needed (or the body is whole).
  private mutating func decodeStep(
    _ input: Span<UInt8>, _ output: inout [UInt8], at offset: Int
  ) throws(MalformedMessage) -> Int {
    switch state {
    case .finished: return 0
    case .untilClose:
      output.append(contentsOf: input)
      return input.count
    case .length(let remaining):
      let count = min(remaining, input.count)
      output.append(contentsOf: input.extracting(0..<count))
      state = count == remaining ? .finished : .length(remaining: remaining - count)
      return count
    case .chunkData(let remaining):
      let count = min(remaining, input.count)
      output.append(contentsOf: input.extracting(0..<count))
      state = count == remaining ? .chunkEnd : .chunkData(remaining: remaining - count)
      return count
    case .chunkSize: return try decodeChunkSize(input, at: offset)
    case .chunkEnd: return try decodeChunkEnd(input, at: offset)
    case .trailers(let parser): return try decodeTrailers(input, parser)
    }
  }

  private mutating func decodeChunkSize(_ input: Span<UInt8>, at offset: Int)
    throws(MalformedMessage) -> Int
  {
    var size = 0
    var index = 0
    while index < input.count, let digit = input[index].hexadecimalValue {
      guard index < 1_024, size <= .max >> 4 else {
        throw malformed("a chunk's length is too large", offset + index)
      }
      size = size << 4 | Int(digit)
      index += 1
    }
    let digits = index
    guard digits > 0 || input.count == 0 else {
      throw malformed("a chunk begins with its length", offset)
    }
    var inExtension = false
    while index < input.count, input[index] != UInt8(ascii: "\r") {
      inExtension = inExtension || input[index] == UInt8(ascii: ";")
      guard inExtension || input[index].isSpaceOrTab else {
        throw malformed("a chunk begins with its length", offset + index)
      }
      guard input[index].isFieldValueCharacter else {
        throw malformed("control character in a chunk extension", offset + index)
      }
      guard extensionBytes + index - digits < extensionLimit else {
        throw MalformedMessage(
          status: 413, reason: "too many chunk extensions", offset: offset + index)
      }
      index += 1
    }
    guard index + 1 < input.count else { return 0 }
    guard inExtension || index == digits else {
      throw malformed("a space behind a chunk's length", offset + digits)
    }
    guard input[index + 1] == UInt8(ascii: "\n") else {
      throw malformed("carriage return without line feed", offset + index)
    }
    extensionBytes += index - digits
    state =
      size == 0
      ? .trailers(HeadParser(fieldsOnly: true, unfolds: unfolds)) : .chunkData(remaining: size)
    return index + 2
  }

  private mutating func decodeChunkEnd(_ input: Span<UInt8>, at offset: Int)
    throws(MalformedMessage) -> Int
  {
    guard input[0] == UInt8(ascii: "\r") else {
      throw malformed("a chunk is longer than its length", offset)
    }
    guard input.count >= 2 else { return 0 }
    guard input[1] == UInt8(ascii: "\n") else {
      throw malformed("a chunk is longer than its length", offset)
    }
    state = .chunkSize
    return 2
  }

  private mutating func decodeTrailers(_ input: Span<UInt8>, _ parser: HeadParser)
    throws(MalformedMessage) -> Int
  {
    var parser = parser
    guard let length = try parser.parse(input)?.length else {
      state = .trailers(parser)
      return 0
    }
    trailers = Headers(fields: parser.fields)
    state = .finished
    return length
  }

  private func malformed(_ reason: String, _ offset: Int) -> MalformedMessage {
    MalformedMessage(status: 400, reason: reason, offset: offset)
  }
}

extension [UInt8] {
  fileprivate nonisolated mutating func append(contentsOf span: Span<UInt8>) {
    span.withUnsafeBufferPointer { append(contentsOf: $0) }
  }
}
