// What a client sends to prove who it is: `Authorization: Basic cmFodWw6c2VjcmV0`, `Authorization: Bearer mF_9.B5f-4.1JqM`.
//
// Source: RFC 9110 section 11, RFC 7617, RFC 6750

/// The value of an `Authorization` field taken apart. What it holds is as the client sent it, and proves nothing yet.
nonisolated struct Credentials {
  /// The scheme in lower case: `basic`.
  let scheme: String
  /// All that follows the scheme, the spaces before it cut off.
  let value: Substring

  /// Reads a field; nil if it names no scheme, or none but the scheme.
  init?(_ field: String) {
    let bytes = field.utf8
    guard let end = bytes.firstIndex(of: UInt8(ascii: " ")), end > bytes.startIndex else {
      return nil
    }
    guard bytes[..<end].allSatisfy(isTokenByte) else { return nil }
    scheme = field[..<end].lowercased()
    value = field[end...].trimmed
  }

  /// The name and the password of `basic`; nil where it is not base64, no UTF-8, has no colon, or control characters.
  var nameAndPassword: (name: String, password: String)? {
    guard scheme == "basic", let bytes = try? Base64.decode(String(value)),
      let text = String(validating: bytes, as: UTF8.self),
      let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
      text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
    else { return nil }
    return (String(text[..<colon]), String(text[text.utf8.index(after: colon)...]))
  }

  /// The token of `bearer`; nil where it is none: letters, digits and `-._~+/`, with `=` at its end.
  var token: String? {
    guard scheme == "bearer" else { return nil }
    let body = value.utf8.reversed().drop { $0 == UInt8(ascii: "=") }
    let isPart = { (byte: UInt8) in
      byte == UInt8(ascii: "/") || isTokenByte(byte) && !"!#$%&'*^`|".utf8.contains(byte)
    }
    return !body.isEmpty && body.allSatisfy(isPart) ? String(value) : nil
  }
}

/// Whether two secrets are the same, in a time that says nothing of either, not even its length: their digests are compared.
nonisolated func areSameSecrets(_ left: String, _ right: String) -> Bool {
  timingSafeEqual(SHA256.digest(of: left), SHA256.digest(of: right))
}

/// What the answer 401 asks for: `Basic realm="users", charset="UTF-8"`.
///
/// Source: RFC 9110 section 11.6.1
nonisolated struct Challenge {
  let scheme: String
  let realm: String
  var parameters = ""

  /// Why the realm cannot be sent, nil if it can.
  var problem: String? {
    realm.utf8.allSatisfy { (0x20...0x7E).contains($0) }
      ? nil : "realm: \"\(LogFormat.escaped(realm))\" has something else than visible ASCII"
  }

  func error(
    _ message: String, code: String, status: Int = 401, _ more: String = ""
  ) -> HTTPError {
    let quoted = realm.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let field = "\(scheme) realm=\"\(quoted)\"\(parameters)\(more)"
    return HTTPError(status, message, code: code, headers: ["WWW-Authenticate": field])
  }

  /// Ends the program where the challenge could never be sent.
  @MainActor func check(_ what: String, _ file: StaticString, _ line: UInt) {
    guard let problem else { return }
    endProcess("\(SourceLocation(file: file, line: line)): \(what): \(problem)")
  }
}
