import TestSupport
import Testing

@testable import Engine

@Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct DeflaterTests {
  static let formats: [CompressionFormat] = [.gzip, .deflate, .raw]

  /// Data of several kinds: nothing, a byte, text that repeats, zeros, and what does not compress.
  static let contents: [[UInt8]] = [
    [], [65], Array(String(repeating: "one, two, three, ", count: 5_000).utf8),
    [UInt8](repeating: 0, count: 300_000), noise(70_000),
  ]

  /// Bytes without a pattern, the same each time.
  static func noise(_ count: Int) -> [UInt8] {
    var state: UInt64 = 7
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 56)
    }
  }

  static func pieces(_ bytes: [UInt8], of size: Int) -> [[UInt8]] {
    stride(from: 0, to: bytes.count, by: size).map {
      Array(bytes[$0..<min($0 + size, bytes.count)])
    }
  }

  @Test(arguments: formats, [1, 2, 7, 100, 4_096, 16_384, 65_536, 1_000_000])
  func comesBackTheSame(_ format: CompressionFormat, _ size: Int) throws {
    for content in Self.contents.map({ Array($0.prefix(size * 2_000)) }) {
      let deflater = Deflater(format)
      var compressed = Self.pieces(content, of: size).flatMap { deflater.deflate($0) }
      compressed += deflater.finish()
      let inflater = Inflater(format, limit: content.count)
      let back = try Self.pieces(compressed, of: size).flatMap { try inflater.inflate($0) }
      try inflater.finish()
      #expect(back == content)
      #expect(compressed == Deflater.deflate(content, as: format))
      #expect(try Inflater.inflate(compressed, as: format, limit: content.count) == content)
    }
  }

  @Test func wrapsAsTheFormatSays() {
    let text = Array(String(repeating: "one, two, three, ", count: 500).utf8)
    let gzip = Deflater.deflate(text, as: .gzip)
    let deflate = Deflater.deflate(text, as: .deflate)
    let raw = Deflater.deflate(text, as: .raw)
    #expect(gzip[..<4] == [0x1F, 0x8B, 8, 0])
    #expect(deflate[..<2] == [0x78, 0x9C])
    #expect(Array(gzip[10..<(gzip.count - 8)]) == raw)
    #expect(Array(deflate[2..<(deflate.count - 4)]) == raw)
    // The last four bytes of gzip: the length, the least significant byte first.
    #expect(Array(gzip.suffix(4)) == Array(UInt32(text.count).bigEndianBytes.reversed()))
  }

  @Test func triesAsHardAsItIsTold() {
    let text = Array(
      (0..<20_000).map { "\($0 * $0 % 1_000) users, " }.joined().utf8)
    let sizes = [0, 1, 6, 9].map { Deflater.deflate(text, as: .raw, level: $0).count }
    #expect(sizes[0] > text.count)
    #expect(sizes[1] < text.count / 2)
    #expect(sizes[2] < sizes[1])
    #expect(sizes[3] <= sizes[2])
  }

  /// What an event stream needs: after each flush the other side can read all that was written.
  @Test(arguments: formats) func flushesWhatWasWritten(_ format: CompressionFormat) throws {
    let deflater = Deflater(format)
    let inflater = Inflater(format, limit: 1_000_000)
    for number in 0..<200 {
      let event = "data: \(number)\n\n"
      let early = try inflater.inflate(deflater.deflate(event))
      let flushed = deflater.flush()
      #expect(Array(flushed.suffix(4)) == [0, 0, 0xFF, 0xFF])
      #expect(early + (try inflater.inflate(flushed)) == Array(event.utf8))
      #expect(deflater.flush() == [])
    }
    #expect(try inflater.inflate(deflater.finish()) == [])
    try inflater.finish()
  }

  /// A flush of more than one step's room holds all of it, too.
  @Test func flushesMuchAtOnce() throws {
    let noise = Self.noise(200_000)
    let deflater = Deflater(.gzip)
    let inflater = Inflater(.gzip, limit: 1_000_000)
    let compressed = deflater.deflate(noise) + deflater.flush()
    #expect(try inflater.inflate(compressed) == noise)
  }

  @Test func endsOnce() {
    let deflater = Deflater(.gzip)
    #expect(!deflater.finish().isEmpty)
    #expect(deflater.finish() == [])
    #expect(deflater.flush() == [])
  }

  @Test(.inItsOwnProcess) func refusesWhatComesAfterItsEnd() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let deflater = Deflater(.gzip)
      _ = deflater.finish()
      _ = deflater.deflate("too late")
    }
    try expect(result, toSay: "this Deflater is finished: what comes after needs a new one")
  }

  @Test(.inItsOwnProcess) func refusesALevelThatThereIsNot() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Deflater(.gzip, level: 10)
    }
    try expect(result, toSay: "a compression level is a number from 0 to 9, not 10")
  }

  private func expect(_ result: ExitTest.Result?, toSay words: String) throws {
    let said = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(said.contains(words), "\(said)")
  }
}
