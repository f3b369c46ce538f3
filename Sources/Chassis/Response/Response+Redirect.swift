// Sending the client elsewhere.

extension Response {
  /// Sets `Location`. What may not stand in a URL is encoded; what is encoded already stays.
  ///
  /// Express: `res.location`
  @discardableResult public func location(_ url: String) -> Response {
    set("Location", encodedURL(url))
  }

  /// Answers with a redirect, 302.
  ///
  /// ```swift
  /// response.redirect("/login")
  /// response.redirect(301, "/new-home")
  /// ```
  ///
  /// The body is one line for people, as HTML where `Accept` asks for that.
  ///
  /// Express: `res.redirect`
  public func redirect(_ url: String) { redirect(302, url) }

  /// Answers with a redirect of another status: 301 and 308 for good, 303 after a form was sent, 307 as it was asked.
  ///
  /// Express: `res.redirect`
  public func redirect(_ status: Int, _ url: String) {
    let target = encodedURL(url)
    self.status(status)
    guard mayAnswer() else { return }
    set("Location", target).vary("Accept")
    let text = "\(reasonPhrase(for: status)). Redirecting to \(target)"
    switch preferred(among: ["text/plain", "text/html"], accept: request.headers["Accept"])
    {
    case "text/plain": type("text").send(text)
    case "text/html": type("html").send("<p>\(escapedHTML(text))</p>")
    default: send()
    }
  }
}

/// Encodes what may not stand in a URL, and leaves the rest, also what is encoded already.
///
/// Source: RFC 3986 appendix A. Node: `encodeurl`
nonisolated func encodedURL(_ url: String) -> String {
  let digits = Array("0123456789ABCDEF".utf8)
  let source = Array(url.utf8)
  let bytes = source.indices.flatMap { index -> [UInt8] in
    let byte = source[index]
    let stays =
      switch byte {
      case UInt8(ascii: "%"): source[(index + 1)...].prefix(2).count { isHexadecimal($0) } == 2
      case 0x21, 0x23...0x3B, 0x3D, 0x3F...0x5B, 0x5D...0x5F, 0x61...0x7A, 0x7C, 0x7E: true
      default: false
      }
    return stays ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
  }
  return String(decoding: bytes, as: UTF8.self)
}

private nonisolated func isHexadecimal(_ byte: UInt8) -> Bool {
  Character(Unicode.Scalar(byte)).isHexDigit && byte < 0x80
}

/// Text as it may stand in HTML.
nonisolated func escapedHTML(_ text: String) -> String {
  // By scalars: to a character belong the accents behind it, and an accented "<" opens a tag all the same.
  text.unicodeScalars.reduce(into: "") { escaped, scalar in
    switch scalar {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "\"": escaped += "&quot;"
    case "'": escaped += "&#39;"
    default: escaped.unicodeScalars.append(scalar)
    }
  }
}
