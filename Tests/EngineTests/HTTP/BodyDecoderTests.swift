import Testing

@testable import Engine

/// Bodies taken out of bytes: whole, and cut in two at every byte, must give the same.
struct BodyDecoderTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let framing: BodyFraming
    let bytes: String
    let body: String
    /// How many of the bytes are the body's; what follows belongs to the next message.
    let used: Int
    var testDescription: String { "\(framing) \(bytes.debugDescription)" }
  }

  static let good = [
    Row(framing: .none, bytes: "GET /", body: "", used: 0),
    Row(framing: .length(0), bytes: "GET /", body: "", used: 0),
    Row(framing: .length(5), bytes: "RahulGET /", body: "Rahul", used: 5),
    Row(framing: .chunked, bytes: "0\r\n\r\nGET /", body: "", used: 5),
    Row(
      framing: .chunked, bytes: "5\r\nRahul\r\n6\r\n Priya\r\n0\r\n\r\n", body: "Rahul Priya",
      used: 26),
    Row(framing: .chunked, bytes: "5;name=value\r\nRahul\r\n0 ;a\r\n\r\n", body: "Rahul", used: 29),
    Row(framing: .chunked, bytes: "A\r\n0123456789\r\n0\r\n\r\n", body: "0123456789", used: 20),
    Row(framing: .chunked, bytes: "0005\r\nRahul\r\n0\r\nSum: 1f\r\n\r\n", body: "Rahul", used: 27),
  ]

  @Test(arguments: good) func decodes(_ row: Row) throws {
    let bytes = Array(row.bytes.utf8)
    for cut in 0...bytes.count {
      var decoder = BodyDecoder(row.framing)
      var body: [UInt8] = []
      var used = try decoder.decode(bytes.span.extracting(0..<cut), into: &body)
      used += try decoder.decode(bytes.span.extracting(used..<bytes.count), into: &body)
      #expect(String(decoding: body, as: UTF8.self) == row.body, "cut after \(cut) bytes")
      #expect(decoder.isFinished, "cut after \(cut) bytes")
      #expect(used == row.used, "cut after \(cut) bytes")
    }
  }

  @Test func decodesByteByByte() throws {
    let bytes = Array("5;x\r\nRahul\r\n0\r\nSum: 1f\r\n\r\n".utf8)
    var decoder = BodyDecoder(.chunked)
    var (body, waiting): ([UInt8], [UInt8]) = ([], [])
    for byte in bytes {
      waiting.append(byte)
      waiting.removeFirst(try decoder.decode(waiting.span, into: &body))
    }
    #expect(String(decoding: body, as: UTF8.self) == "Rahul")
    #expect(decoder.isFinished && waiting.isEmpty)
    #expect(decoder.trailers == ["Sum": "1f"])
  }

  @Test(arguments: [
    ("x", "a chunk begins with its length", 0),
    ("\r\n", "a chunk begins with its length", 0),
    ("-5\r\n", "a chunk begins with its length", 0),
    ("5x\r\n", "a chunk begins with its length", 1),
    ("5 x\r\n", "a chunk begins with its length", 2),
    ("5 \r\n", "a space behind a chunk's length", 1),
    ("fffffffffffffffff\r\n", "a chunk's length is too large", 15),
    ("5\rR", "carriage return without line feed", 1),
    ("5;\u{1}\r\n", "control character in a chunk extension", 2),
    ("5\r\nRahul!", "a chunk is longer than its length", 8),
    ("0\r\nSum\r\n\r\n", "not a header field name", 3),
  ]) func refuses(_ text: String, _ reason: String, _ offset: Int) {
    let bytes = Array(text.utf8)
    var decoder = BodyDecoder(.chunked)
    var body: [UInt8] = []
    #expect(throws: MalformedMessage(status: 400, reason: reason, offset: offset)) {
      _ = try decoder.decode(bytes.span, into: &body)
    }
  }

  @Test func limitsExtensions() {
    let chunk = "1;\(String(repeating: "x", count: 1_000))\r\na\r\n"
    let bytes = Array(String(repeating: chunk, count: 17).utf8)
    var decoder = BodyDecoder(.chunked)
    var body: [UInt8] = []
    #expect {
      _ = try decoder.decode(bytes.span, into: &body)
    } throws: { error in
      (error as? MalformedMessage)?.status == 413
    }
    #expect(body.count == 16)
  }

  @Test func readsUntilTheEndOfTheConnection() throws {
    var decoder = BodyDecoder(.untilClose)
    var body: [UInt8] = []
    #expect(try decoder.decode(Array("Priya".utf8).span, into: &body) == 5)
    #expect(!decoder.isFinished && decoder.endsWithConnection)
  }
}
