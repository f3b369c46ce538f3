// A cookie as a server sets it, from values to the text of a `Set-Cookie` field.
//
//     theme=dark%20blue; Max-Age=3600; Path=/; Expires=Sun, 06 Nov 1994 09:49:37 GMT; HttpOnly; SameSite=Lax
//
// A browser drops what it does not understand without a word, and the cookie is missing an hour later somewhere else. So
// what browsers would refuse is refused here, with the reason.
//
// Source: RFC 6265 section 4.1; draft-ietf-httpbis-rfc6265bis for SameSite and the prefixes of names

/// Which requests from other sites carry a cookie.
public nonisolated enum SameSite: String, Sendable {
  /// None: not even a link from elsewhere.
  case strict = "Strict"
  /// Links, but no forms and no scripts. Most attacks by forged requests end here.
  case lax = "Lax"
  /// All. Browsers take it only with `secure`.
  case none = "None"
  /// Says nothing: browsers of today then do as with `lax`.
  case unset = ""
}

/// Which cookies a browser drops last when it has too many.
public nonisolated enum CookiePriority: String, Sendable {
  case low = "Low"
  case medium = "Medium"
  case high = "High"
}

/// One cookie to set.
nonisolated struct SetCookie: Equatable {
  var name: String
  /// As it is to be read again; it is percent-encoded on the way.
  var value: String
  /// Whole seconds.
  var maxAge: Int64?
  var domain: String?
  var path = "/"
  /// Seconds since 1970.
  var expires: Int64?
  var httpOnly = true
  var secure = false
  var partitioned = false
  var priority: CookiePriority?
  var sameSite = SameSite.lax

  /// Browsers take no more for name and value together.
  static let longest = 4_096

  /// The field's value.
  var text: String {
    var parts = ["\(name)=\(encodeURIComponent(value))"]
    if let maxAge { parts.append("Max-Age=\(maxAge)") }
    if let domain { parts.append("Domain=\(domain)") }
    parts.append("Path=\(path)")
    if let expires { parts.append("Expires=\(httpDate(expires))") }
    if httpOnly { parts.append("HttpOnly") }
    if secure { parts.append("Secure") }
    if partitioned { parts.append("Partitioned") }
    if let priority { parts.append("Priority=\(priority.rawValue)") }
    if sameSite != .unset { parts.append("SameSite=\(sameSite.rawValue)") }
    return parts.joined(separator: "; ")
  }

  /// Why it cannot be set, nil if it can.
  var problem: String? { spellingProblem ?? browserProblem }

  /// What would break the field.
  private var spellingProblem: String? {
    if name.isEmpty || !name.utf8.allSatisfy(isTokenByte) {
      return "a name has letters, digits and !#$%&'*+-.^_`|~, at least one"
    }
    if let domain, domain.isEmpty || !domain.utf8.allSatisfy(isDomainByte) {
      return "\"\(domain)\" is no domain: letters, digits, \".\" and \"-\", such as example.org"
    }
    if path.utf8.first != UInt8(ascii: "/")
      || !path.utf8.allSatisfy({ 0x20...0x7E ~= $0 && $0 != 0x3B })
    {
      return "\"\(path)\" is no path: it begins with \"/\", is ASCII, and has no \";\""
    }
    return nil
  }

  /// What browsers would drop.
  private var browserProblem: String? {
    let length = name.utf8.count + encodeURIComponent(value).utf8.count
    if length > Self.longest {
      return "name and value have \(length) bytes, browsers take \(Self.longest); "
        + "keep the data in a session, or on the server under an id"
    }
    if sameSite == .none && !secure {
      return "browsers take sameSite: .none only with secure: true"
    }
    if partitioned && !secure { return "browsers take partitioned: true only with secure: true" }
    if name.lowercased().hasPrefix("__secure-") && !secure {
      return "browsers take a name that begins with __Secure- only with secure: true"
    }
    if name.lowercased().hasPrefix("__host-"), !secure || path != "/" || domain != nil {
      return
        "browsers take a name that begins with __Host- only with secure: true, path: \"/\" and no domain"
    }
    return nil
  }
}

/// What names of fields and of cookies are made of (RFC 9110 section 5.6.2).
nonisolated func isTokenByte(_ byte: UInt8) -> Bool {
  isLetterOrDigit(byte) || "!#$%&'*+-.^_`|~".utf8.contains(byte)
}

private nonisolated func isDomainByte(_ byte: UInt8) -> Bool {
  isLetterOrDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
}

private nonisolated func isLetterOrDigit(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
  case UInt8(ascii: "0")...UInt8(ascii: "9"): true
  default: false
  }
}
