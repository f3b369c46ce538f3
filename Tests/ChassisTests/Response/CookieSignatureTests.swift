// Signatures, against those of Node's `cookie-signature`.

import Testing

@testable import Chassis

@Suite struct CookieSignatureTests {
  private func key(_ secret: String) -> [UInt8] { Array(secret.utf8) }

  @Test(arguments: [
    ("hi", "keyboard cat", "s:hi.I24h8PpBCkslJLVOBdKDTA24mBqAlH9GDLRmguG07uI"),
    ("", "k", "s:.i7mQxAp9YcuXWXqUISUCW+UKyL63RDbjc1uYiTp/ZiA"),
    ("a.b.c", "secret", "s:a.b.c.s04YlQ+oImfcv3vVXui68Tmc8TvP9smAyZ2HtZOJCz4"),
    ("é", "ü", "s:é.L07oaAV5qZ8T1Mh9oKvOISDrOjJ/d/17p1C2GwQhcoA"),
    (
      String(repeating: "x", count: 100), String(repeating: "y", count: 100),
      "s:\(String(repeating: "x", count: 100)).XYwnk/ijgUAHtU8nA1IEMOORXcEAv947PyfdRCVywz4"
    ),
  ])
  func `a value is signed, and the signature accepted`(
    value: String, secret: String, signed: String
  ) {
    #expect(CookieSignature.sign(value, key(secret)) == signed)
    #expect(CookieSignature.verify(signed, [key(secret)]) == value)
    #expect(CookieSignature.verify(signed, [key("another"), key(secret)]) == value)
    #expect(CookieSignature.verify(signed, [key("another")]) == nil)
    #expect(CookieSignature.verify(signed, []) == nil)
  }

  @Test func `every changed byte is found out`() {
    let signed = CookieSignature.sign("user=7", key("secret"))
    for index in signed.utf8.indices {
      for sign in ["A", "B", ".", "\u{301}", ""] where String(signed[index]) != sign {
        let changed = signed[..<index] + sign + signed[signed.index(after: index)...]
        #expect(CookieSignature.verify(String(changed), [key("secret")]) == nil, "\(changed)")
      }
    }
  }

  @Test(arguments: [
    "", "s", "s:", "s:.", "s:x", "s.x:", ".s:", "x.s:", "s:x.",
    "hi.I24h8PpBCkslJLVOBdKDTA24mBqAlH9GDLRmguG07uI",
    "s:hi.I24h8PpBCkslJLVOBdKDTA24mBqAlH9GDLRmguG07uI=",
    "s:hi.I24h8PpBCkslJLVOBdKDTA24mBqAlH9GDLRmguG07u",
    "S:hi.I24h8PpBCkslJLVOBdKDTA24mBqAlH9GDLRmguG07uI",
    "s:hi.i24h8PpBCkslJLVOBdKDTA24mBqAlH9GDLRmguG07uI",
  ])
  func `what is no signature of this value is refused`(text: String) {
    #expect(CookieSignature.verify(text, [key("keyboard cat")]) == nil)
  }
}
