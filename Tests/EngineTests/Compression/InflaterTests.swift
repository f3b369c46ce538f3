import TestSupport
import Testing

@testable import Engine

// `ru_maxrss` counts kilobytes on Linux, bytes on Darwin; and `RUSAGE_SELF`, which is 0, has another type on each.
#if canImport(Glibc)
  import Glibc
  private let memoryUnit = 1_024
#else
  import Darwin
  private let memoryUnit = 1
#endif

@Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct InflaterTests {
  static let text = Array(
    String(repeating: "Engine & Chassis: one loop, one thread. ", count: 5).utf8)

  /// Made by Python:
  ///
  ///     text = b"Engine & Chassis: one loop, one thread. " * 5
  ///     base64.b64encode(gzip.compress(text, 9, mtime=0))
  static let gzip =
    "H4sIAAAAAAACA3PNS8/MS1VQU3DOSCwuziy2UsgHcnPy8wt0wKySjKLUxBQ9BddBrg4AnJZ9RMgAAAA="

  /// `base64.b64encode(zlib.compress(text, 9))`
  static let wrapped = "eNpzzUvPzEtVUFNwzkgsLs4stlLIB3Jz8vMLdMCskoyi1MQUPQXXQa4OAHHEQ0U="

  /// `c = zlib.compressobj(9, zlib.DEFLATED, -15); base64.b64encode(c.compress(text) + c.flush())`
  static let raw = "c81Lz8xLVVBTcM5ILC7OLLZSyAdyc/LzC3TArJKMotTEFD0F10GuDgA="

  /// The same with all that a gzip header may hold: an extra field, a name, a comment and the header's own checksum
  /// (`struct.pack` by RFC 1952 section 2.3, flags 0x1E).
  static let fullHeader =
    "H4sIHgAAAAACAwQAYWIAAG5vdGVzLnR4dABhIGNvbW1lbnQAJ79zzUvPzEtVUFNwzkgsLs4stlLIB3Jz8vMLdMCsko"
    + "yi1MQUPQXXQa4OAJyWfUTIAAAA"

  @Test(arguments: [
    (gzip, CompressionFormat.gzip), (fullHeader, .gzip), (wrapped, .deflate), (raw, .deflate),
    (raw, .raw),
  ]) func readsWhatOthersWrote(_ base64: String, _ format: CompressionFormat) throws {
    let compressed = try Base64.decode(base64)
    #expect(try Inflater.inflate(compressed, as: format, limit: 200) == Self.text)
    // Also byte by byte, and with pieces of nothing in between.
    let inflater = Inflater(format, limit: 200)
    var output: [UInt8] = []
    for byte in compressed {
      output += try inflater.inflate([byte])
      output += try inflater.inflate([])
    }
    try inflater.finish()
    #expect(output == Self.text)
  }

  @Test(arguments: [
    (gzip, CompressionFormat.gzip), (fullHeader, .gzip), (wrapped, .deflate), (raw, .deflate),
    (raw, .raw),
  ]) func refusesEveryTruncation(_ base64: String, _ format: CompressionFormat) throws {
    let compressed = try Base64.decode(base64)
    for length in compressed.indices {
      #expect(throws: InflateError.truncated(offset: length)) {
        try Inflater.inflate(Array(compressed[..<length]), as: format, limit: 200)
      }
    }
  }

  /// A stored block of 28 bytes whose padding bits are not zero. Its first two bytes are a multiple of 31, but would mean
  /// a window that there is not: it is not wrapped.
  @Test func readsWhatOnlyLooksWrapped() throws {
    let block = [0x88, 28, 0, 0xE3, 0xFF] + [UInt8](repeating: 65, count: 28)
    let output = try Inflater.inflate(block + [3, 0], as: .deflate, limit: 28)
    #expect(output == [UInt8](repeating: 65, count: 28))
  }

  @Test(arguments: CorruptRow.rows) func refusesCorruptBytes(_ row: CorruptRow) throws {
    var bytes = try Base64.decode(row.base64)
    row.damage(&bytes)
    let inflater = Inflater(row.format, limit: 1_000)
    let error = try #require(
      #expect(throws: InflateError.self) { _ = try inflater.inflate(bytes) })
    #expect(error.description == row.error)
    // It stays so.
    #expect(throws: error) { try inflater.inflate([]) }
    #expect(throws: error) { try inflater.finish() }
  }

  struct CorruptRow: Sendable {
    var base64: String
    var format: CompressionFormat
    var damage: @Sendable (inout [UInt8]) -> Void
    var error: String

    static let rows = [
      CorruptRow(
        base64: gzip, format: .gzip, damage: { $0[0] = 0x1E },
        error: "the compressed data is corrupt near byte 2: incorrect header check"),
      CorruptRow(
        base64: gzip, format: .gzip, damage: { $0[2] = 7 },
        error: "the compressed data is corrupt near byte 4: unknown compression method"),
      CorruptRow(
        base64: gzip, format: .gzip, damage: { $0[10] = 0x07 },
        error: "the compressed data is corrupt near byte 11: invalid block type"),
      CorruptRow(
        base64: gzip, format: .gzip, damage: { $0[$0.count - 8] ^= 1 },
        error: "the compressed data is corrupt near byte 55: incorrect data check"),
      CorruptRow(
        base64: gzip, format: .gzip, damage: { $0[$0.count - 4] ^= 1 },
        error: "the compressed data is corrupt near byte 59: incorrect length check"),
      CorruptRow(
        base64: fullHeader, format: .gzip, damage: { $0[20] ^= 1 },
        error: "the compressed data is corrupt near byte 38: header crc mismatch"),
      CorruptRow(
        base64: wrapped, format: .deflate, damage: { $0[$0.count - 1] ^= 1 },
        error: "the compressed data is corrupt near byte 47: incorrect data check"),
      CorruptRow(
        base64: wrapped, format: .gzip, damage: { _ in },
        error: "the compressed data is corrupt near byte 2: incorrect header check"),
      // Made with a dictionary: `zlib.compressobj(9, zlib.DEFLATED, 15, 8, 0, b"thread")`
      CorruptRow(
        base64: "ePkI4wJ5KwGTChAKACPvBRE=", format: .deflate, damage: { _ in },
        error:
          "the compressed data is corrupt near byte 6: it needs a dictionary, which nobody has sent"
      ),
    ]
  }

  /// Whatever one bit of a checked format is changed to: an error, or the same text (a name or a time in the header
  /// says nothing about it). Never another text.
  @Test(arguments: [(gzip, CompressionFormat.gzip), (fullHeader, .gzip), (wrapped, .deflate)])
  func noticesEveryChangedBit(_ base64: String, _ format: CompressionFormat) throws {
    let compressed = try Base64.decode(base64)
    for bit in 0..<(8 * compressed.count) {
      var bytes = compressed
      bytes[bit / 8] ^= 1 << (bit % 8)
      let output = try? Inflater.inflate(bytes, as: format, limit: 10_000)
      #expect(output == nil || output == Self.text, "bit \(bit)")
    }
  }

  @Test(arguments: [(wrapped, CompressionFormat.deflate, 47), (raw, .raw, 41), (gzip, .gzip, 59)])
  func refusesWhatFollows(_ base64: String, _ format: CompressionFormat, _ end: Int) throws {
    let compressed = try Base64.decode(base64)
    #expect(throws: InflateError.trailingData(offset: end)) {
      try Inflater.inflate(compressed + [0], as: format, limit: 1_000)
    }
    let inflater = Inflater(format, limit: 1_000)
    #expect(try inflater.inflate(compressed) == Self.text)
    try inflater.finish()
    #expect(throws: InflateError.trailingData(offset: end)) { try inflater.inflate([0, 1, 2]) }
  }

  /// `cat a.gz b.gz`: RFC 1952 section 2.2.
  @Test(arguments: [1, 3, 58, 59, 60, 1_000])
  func readsOneGzipStreamAfterTheOther(_ size: Int) throws {
    let one = try Base64.decode(Self.gzip)
    let empty = Deflater.deflate([], as: .gzip)
    let all = one + empty + (try Base64.decode(Self.fullHeader)) + one
    let inflater = Inflater(.gzip, limit: 600)
    let output = try DeflaterTests.pieces(all, of: size).flatMap { try inflater.inflate($0) }
    try inflater.finish()
    #expect(output == Self.text + Self.text + Self.text)
    #expect(throws: InflateError.tooLarge(limit: 599)) {
      try Inflater.inflate(all, as: .gzip, limit: 599)
    }
    #expect(throws: InflateError.truncated(offset: all.count - 1)) {
      try Inflater.inflate(Array(all.dropLast()), as: .gzip, limit: 600)
    }
  }

  /// The second begins like a gzip stream, and is none.
  @Test func refusesASecondStreamThatIsNone() throws {
    let one = try Base64.decode(Self.gzip)
    #expect(throws: InflateError.corrupt(reason: "incorrect header check", offset: 61)) {
      try Inflater.inflate(one + [0x1F, 0x1F], as: .gzip, limit: 1_000)
    }
    #expect(throws: InflateError.truncated(offset: 60)) {
      try Inflater.inflate(one + [0x1F], as: .gzip, limit: 1_000)
    }
  }

  /// In a process of its own, as the others that could turn for ever: they are ended by an alarm, and that is told.
  @Test(.inItsOwnProcess, arguments: DeflaterTests.formats) func stopsAtTheLimit(
    _ format: CompressionFormat
  ) async {
    let number = DeflaterTests.formats.firstIndex(of: format) ?? 0
    await #expect(processExitsWith: .success) { [number = number as Int] in
      alarm(60)
      for limit in [0, 1, 100, 16_383, 16_384, 16_385, 99_999] {
        try InflaterTests.meetALimit(DeflaterTests.formats[number], limit)
      }
    }
  }

  private static func meetALimit(_ format: CompressionFormat, _ limit: Int) throws {
    let compressed = Deflater.deflate([UInt8](repeating: 0, count: 100_000), as: format)
    #expect(throws: InflateError.tooLarge(limit: limit)) {
      try Inflater.inflate(compressed, as: format, limit: limit)
    }
    let fitting = Deflater.deflate([UInt8](repeating: 7, count: limit), as: format)
    for allowed in [limit, limit + 1, .max] {
      #expect(try Inflater.inflate(fitting, as: format, limit: allowed).count == limit)
    }
  }

  /// A bomb: four hundred megabytes in less than one. Nothing near them is ever in memory.
  @Test(.inItsOwnProcess) func doesNotInflateABomb() async {
    await #expect(processExitsWith: .success) {
      alarm(60)
      try InflaterTests.meetABomb()
    }
  }

  private static func meetABomb() throws {
    let deflater = Deflater(.gzip)
    let megabyte = [UInt8](repeating: 0, count: 1 << 20)
    var bomb: [UInt8] = []
    for _ in 0..<400 { bomb += deflater.deflate(megabyte) }
    bomb += deflater.finish()
    #expect(bomb.count < 500_000)
    let before = peakMemory()
    #expect(throws: InflateError.tooLarge(limit: 1_000_000)) {
      try Inflater.inflate(bomb, as: .gzip, limit: 1_000_000)
    }
    #expect(peakMemory() - before < 20 << 20)
  }

  /// What zlib took comes back however a stream ends: whole, broken, stopped at its limit, or left alone in the middle.
  /// A quarter of a megabyte each time, so that two thousand times show.
  @Test(.inItsOwnProcess) func givesItsMemoryBack() async {
    await #expect(processExitsWith: .success) {
      alarm(100)
      try InflaterTests.useManyStreams()
    }
  }

  private static func useManyStreams() throws {
    let text = DeflaterTests.noise(50_000)
    let whole = Deflater.deflate(text, as: .gzip)
    let round = {
      let abandoned = Deflater(.gzip)
      _ = abandoned.deflate(text)
      _ = try? Inflater.inflate(whole, as: .gzip, limit: 100_000)
      _ = try? Inflater.inflate(whole, as: .gzip, limit: 40_000)
      _ = try? Inflater.inflate(whole + [1], as: .gzip, limit: 100_000)
      _ = try? Inflater.inflate(Array(whole[..<45_000]), as: .gzip, limit: 100_000)
      _ = try? Inflater(.deflate, limit: 10).inflate(Array("no such thing".utf8))
    }
    for _ in 0..<10 { round() }
    let before = peakMemory()
    for _ in 0..<1_000 { round() }
    #expect(peakMemory() - before < 20 << 20)
  }

  /// The most memory this process has ever had, in bytes.
  private static func peakMemory() -> Int {
    var usage = rusage()
    getrusage(0, &usage)
    return Int(usage.ru_maxrss) * memoryUnit
  }
}
