import Testing

@testable import Engine

struct Base64Tests {
  /// RFC 4648 section 10, and bytes that need the last two characters.
  @Test(arguments: [
    ("", "", ""), ("f", "Zg==", "Zg"), ("fo", "Zm8=", "Zm8"), ("foo", "Zm9v", "Zm9v"),
    ("foob", "Zm9vYg==", "Zm9vYg"), ("fooba", "Zm9vYmE=", "Zm9vYmE"),
    ("foobar", "Zm9vYmFy", "Zm9vYmFy"), ("~~~???", "fn5+Pz8/", "fn5-Pz8_"),
  ]) func writesAndReads(_ text: String, _ standard: String, _ url: String) throws {
    let bytes = Array(text.utf8)
    #expect(Base64.encode(bytes) == standard)
    #expect(Base64.encode(bytes, as: .url) == url)
    #expect(try Base64.decode(standard) == bytes)
    #expect(try Base64.decode(url, as: .url) == bytes)
  }

  /// All bytes at all places, against Python:
  ///
  ///     all = hashlib.sha256()
  ///     for n in range(131):
  ///         b = bytes((i * 7 + n) % 256 for i in range(n))
  ///         all.update(base64.b64encode(b)); all.update(base64.urlsafe_b64encode(b).rstrip(b"="))
  ///     print(all.hexdigest())
  @Test func writesEveryLength() throws {
    var all = SHA256()
    for length in 0...130 {
      let bytes = (0..<length).map { UInt8(($0 * 7 + length) % 256) }
      for alphabet in [Base64.Alphabet.standard, .url] {
        let text = Base64.encode(bytes, as: alphabet)
        #expect(try Base64.decode(text, as: alphabet) == bytes)
        all.update(text)
      }
    }
    #expect(
      Hexadecimal.encode(all.finish())
        == "029409bb48c16a471bda6051c9a494639406e624df2ce14e0296e97d13baf57e")
  }

  @Test(arguments: [
    ("Zg=", "base64, byte 2: 2 \"=\" at the end were expected, not 1"),
    ("Zg", "base64, byte 2: 2 \"=\" at the end were expected, not 0"),
    ("Zg===", "base64, byte 2: 2 \"=\" at the end were expected, not 3"),
    ("Zm9v=", "base64, byte 4: 0 \"=\" at the end were expected, not 1"),
    ("====", "base64, byte 0: 0 \"=\" at the end were expected, not 4"),
    ("Zh==", "base64, byte 1: the last character has bits left over"),
    ("Zm9=", "base64, byte 2: the last character has bits left over"),
    ("Zm9vY", "base64, byte 5: a lone character at the end is less than a byte"),
    ("Z===", "base64, byte 1: a lone character at the end is less than a byte"),
    ("Zg==Zg==", "base64, byte 2: no character of this alphabet"),
    ("Zm9v\n", "base64, byte 4: no character of this alphabet"),
    ("Zm 9v", "base64, byte 2: no character of this alphabet"),
    ("fn5-", "base64, byte 3: no character of this alphabet"),
    ("Zm9ü", "base64, byte 3: no character of this alphabet"),
  ]) func refuses(_ text: String, _ reason: String) {
    let error = #expect(throws: MalformedEncoding.self) { try Base64.decode(text) }
    #expect(error?.description == reason)
  }

  @Test(arguments: [
    ("Zg==", "base64url, byte 2: 0 \"=\" at the end were expected, not 2"),
    ("Zh", "base64url, byte 1: the last character has bits left over"),
    ("fn5+", "base64url, byte 3: no character of this alphabet"),
  ]) func refusesForURLs(_ text: String, _ reason: String) {
    let error = #expect(throws: MalformedEncoding.self) { try Base64.decode(text, as: .url) }
    #expect(error?.description == reason)
  }

  /// Among all texts of these characters, those are read that would be written: no bytes have two texts.
  @Test(arguments: [Base64.Alphabet.standard, .url])
  func readsOneTextForTheSameBytes(_ alphabet: Base64.Alphabet) {
    var texts = [""]
    var read = 0
    for _ in 0..<5 {
      texts = texts.flatMap { text in "AQgB=+-".map { text + String($0) } }
      for text in texts {
        guard let bytes = try? Base64.decode(text, as: alphabet) else { continue }
        #expect(Base64.encode(bytes, as: alphabet) == text)
        read += 1
      }
    }
    // Five of the characters are of the alphabet, and three of these may come last: 5 × 3 stand for one byte, 5 × 5 ×
    // 3 for two, 5 × 5 × 5 × 5 for three.
    #expect(read == 15 + 75 + 625)
  }
}
