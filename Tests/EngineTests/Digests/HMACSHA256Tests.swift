import Testing

@testable import Engine

struct HMACSHA256Tests {
  struct Vector: Sendable {
    var key: [UInt8]
    var message: [UInt8]
    var code: String
  }

  private static func bytes(_ byte: UInt8, _ count: Int) -> [UInt8] {
    [UInt8](repeating: byte, count: count)
  }

  /// RFC 4231 sections 4.2 to 4.8; that of 4.6 has only 16 bytes of its code.
  static let vectors = [
    Vector(
      key: bytes(0x0B, 20), message: Array("Hi There".utf8),
      code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
    Vector(
      key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
      code: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
    Vector(
      key: bytes(0xAA, 20), message: bytes(0xDD, 50),
      code: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
    Vector(
      key: Array(1...25), message: bytes(0xCD, 50),
      code: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
    Vector(
      key: bytes(0x0C, 20), message: Array("Test With Truncation".utf8),
      code: "a3b6167473100ee06e0c796c2955552b"),
    Vector(
      key: bytes(0xAA, 131),
      message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      code: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
    Vector(
      key: bytes(0xAA, 131),
      message: Array(
        ("This is a test using a larger than block-size key and a larger than block-size data. "
          + "The key needs to be hashed before being used by the HMAC algorithm.").utf8),
      code: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
  ]

  @Test(arguments: vectors) func makesThePublishedCodes(_ vector: Vector) {
    let code = HMACSHA256.code(of: vector.message, key: vector.key)
    #expect(code.count == 32)
    #expect(Hexadecimal.encode(code).hasPrefix(vector.code))
    var pieces = HMACSHA256(key: vector.key)
    for byte in vector.message { pieces.update([byte]) }
    #expect(pieces.finish() == code)
  }

  @Test func knowsItsOwnCodesAndNoOthers() {
    let key = Array("a key".utf8)
    let code = HMACSHA256.code(of: "user=7", key: key)
    #expect(HMACSHA256.isValid(code, of: "user=7", key: key))
    #expect(!HMACSHA256.isValid(code, of: "user=8", key: key))
    #expect(!HMACSHA256.isValid(code, of: "user=7", key: Array("another".utf8)))
    #expect(!HMACSHA256.isValid(Array(code.dropLast()), of: "user=7", key: key))
    #expect(!HMACSHA256.isValid([], of: "user=7", key: key))
    for index in code.indices {
      var forged = code
      forged[index] ^= 1
      #expect(!HMACSHA256.isValid(forged, of: "user=7", key: key))
    }
  }
}
