// A signed cookie can be read by its user, but not changed: the server finds out.
//
//     s:rahul.n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg
//     │ value  HMAC-SHA256 of the value by the server's secret, as base64 without "=" at its end
//     marks a signed one
//
// The code is compared in constant time (see `timingSafeEqual`).

/// The signed cookies that came and are genuine.
///
/// ```swift
/// app.use(cookies(secret: environment["COOKIE_SECRET"] ?? "only for this lesson"))
/// app.get("/cart") { request, response in
///   response.send("Cart \(request.signedCookies["cart"] ?? "is empty")")
/// }
/// ```
///
/// Express: `req.signedCookies`
public nonisolated struct SignedCookies: Sendable, Equatable {
  /// The genuine ones.
  private(set) var genuine = Cookies()
  /// The names of those whose signature does not fit: somebody has changed them, or the secret is another now. They are
  /// absent otherwise.
  public private(set) var tampered: [String] = []

  /// The value that was signed; nil where no such cookie came or its signature does not fit.
  public subscript(name: String) -> String? { genuine[name] }

  /// Whether no genuine one came.
  public var isEmpty: Bool { genuine.isEmpty }

  mutating func add(_ name: String, _ value: String?) {
    if let value { genuine.add(name, value) } else { tampered.append(name) }
  }
}

nonisolated enum CookieSignature {
  static let mark = "s:"

  /// A value as it is sent, signed.
  static func sign(_ value: String, _ key: [UInt8]) -> String {
    "\(mark)\(value).\(code(of: value, key))"
  }

  /// The value of a signed text; nil unless one of the keys has signed it.
  static func verify(_ text: String, _ keys: [[UInt8]]) -> String? {
    let bytes = text.utf8
    guard bytes.starts(with: mark.utf8), let dot = bytes.lastIndex(of: UInt8(ascii: ".")) else {
      return nil
    }
    let start = bytes.index(bytes.startIndex, offsetBy: mark.utf8.count)
    guard start <= dot else { return nil }
    let value = String(text[start..<dot])
    let found = String(text[bytes.index(after: dot)...])
    return keys.contains { timingSafeEqual(found, code(of: value, $0)) } ? value : nil
  }

  private static func code(of value: String, _ key: [UInt8]) -> String {
    // 32 bytes leave one "=" at the end.
    String(Base64.encode(HMACSHA256.code(of: value, key: key)).dropLast())
  }
}
