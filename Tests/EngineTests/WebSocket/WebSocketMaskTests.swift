import Testing

@testable import Engine

struct WebSocketMaskTests {
  /// The example of RFC 6455 section 5.7.
  @Test func masksAsTheStandardShows() {
    var bytes = Array("Hello".utf8)
    WebSocketMask([0x37, 0xFA, 0x21, 0x3D]).apply(to: &bytes, from: 0)
    #expect(bytes == [0x7F, 0x9F, 0x4D, 0x51, 0x58])
  }

  /// The quick way does what the definition says, wherever a piece begins and ends.
  @Test func masksPiecesAsTheWhole() {
    let mask = WebSocketMask([1, 2, 4, 8])
    let payload = (0..<40).map { UInt8($0) }
    let expected = payload.indices.map { payload[$0] ^ mask.key[$0 % 4] }
    for cut in 0...payload.count {
      var bytes = Array(payload[..<cut])
      mask.apply(to: &bytes, from: 0)
      bytes += payload[cut...]
      mask.apply(to: &bytes, from: cut, offset: cut)
      #expect(bytes == expected)
    }
  }

  @Test func randomMasksDiffer() {
    #expect(Set((0..<100).map { _ in WebSocketMask.random().key }).count > 90)
  }
}
