import Testing

@testable import Engine

struct SHA256Tests {
  /// FIPS 180-4's examples, as NIST publishes them.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
        + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ]) func digests(_ text: String, _ digest: String) {
    #expect(Hexadecimal.encode(SHA256.digest(of: text)) == digest)
  }

  /// Every length around the ends of blocks and of the padding, against Python's hashlib:
  ///
  ///     all = hashlib.sha256()
  ///     for n in range(131): all.update(hashlib.sha256(bytes(range(n))).digest())
  ///     print(all.hexdigest())
  @Test func digestsEveryLength() {
    var all = SHA256()
    for length in 0...130 { all.update(SHA256.digest(of: (0..<length).map { UInt8($0) })) }
    #expect(
      Hexadecimal.encode(all.finish())
        == "e5bbbecd60c3632a3455f465bfd8b079c30ef608d2bcc34227f4e5573029020e")
  }

  @Test func digestsTheSameHoweverItIsCut() {
    let bytes = (0..<200).map { UInt8($0) }
    let whole = SHA256.digest(of: bytes)
    for first in 0...200 {
      for second in stride(from: first, through: 200, by: 13) {
        var digest = SHA256()
        digest.update(Array(bytes[..<first]))
        digest.update(Array(bytes[first..<second]))
        digest.update(Array(bytes[second...]))
        #expect(digest.finish() == whole, "cut at \(first) and \(second)")
      }
    }
  }

  @Test func goesOnAfterADigest() {
    var digest = SHA256()
    digest.update("a")
    #expect(digest.finish() == SHA256.digest(of: "a"))
    digest.update("bc")
    #expect(digest.finish() == SHA256.digest(of: "abc"))
    #expect(digest.finish() == SHA256.digest(of: "abc"))
  }
}
