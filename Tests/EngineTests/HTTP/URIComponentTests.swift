import Testing

@testable import Engine

/// JavaScript's functions, by examples that were run in Node 20.
struct URIComponentTests {
  @Test(arguments: [
    ("Rahul%20Roy", "Rahul Roy"), ("a+b", "a+b"), ("%2Fusers%2f", "/users/"), ("100%25", "100%"),
    ("Z%C3%BCrich", "Zürich"), ("%F0%9F%98%80", "😀"), ("", ""), ("%00", "\0"),
  ]) func decodes(_ encoded: String, _ text: String) throws {
    #expect(try decodeURIComponent(encoded) == text)
  }

  @Test(arguments: ["%", "%4", "%ZZ", "a%2", "%C3", "%C3%28", "%FF", "%ED%A0%80", "%+1", "%%20"])
  func refuses(_ encoded: String) {
    #expect(throws: URIError(text: encoded)) { try decodeURIComponent(encoded) }
  }

  @Test(arguments: [
    ("a b/c", "a%20b%2Fc"), ("-_.!~*'()", "-_.!~*'()"), ("ü", "%C3%BC"),
    ("a&b=c+d", "a%26b%3Dc%2Bd"),
    ("AZaz09", "AZaz09"), ("", ""),
  ]) func encodes(_ text: String, _ encoded: String) throws {
    #expect(encodeURIComponent(text) == encoded)
    #expect(try decodeURIComponent(encoded) == text)
  }
}
