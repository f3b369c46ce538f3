// `host` or `host:port`, as a request names whom it is for.
//
// Source: RFC 3986 section 3.2, RFC 9110 sections 4.2 and 7.2

/// Whether a text names a host, and perhaps a port.
nonisolated enum Authority {
  /// What must be said of the port.
  enum Port {
    /// It may be left out, and what stands behind the colon as well.
    case optional
    /// It must be there.
    case required
  }

  /// Whether it is `host` or `host:port`. An IPv6 address stands in brackets.
  static func isValid(_ text: some StringProtocol, port: Port = .optional) -> Bool {
    guard text.utf8.allSatisfy(\.isHostCharacter) else { return false }
    let hostEnd: Substring.Index
    if text.utf8.first == UInt8(ascii: "[") {
      guard let bracket = text.firstIndex(of: "]") else { return false }
      let address = text[text.index(after: text.startIndex)..<bracket]
      guard !address.isEmpty, address.utf8.allSatisfy(\.isAddressCharacter) else { return false }
      hostEnd = text.index(after: bracket)
    } else {
      hostEnd = text.firstIndex(of: ":") ?? text.endIndex
      guard hostEnd > text.startIndex, !text[..<hostEnd].contains(where: { $0 == "[" || $0 == "]" })
      else { return false }
    }
    let rest = text[hostEnd...]
    guard let colon = rest.first else { return port == .optional }
    let digits = rest.dropFirst()
    guard colon == ":", digits.utf8.allSatisfy(\.isDigit) else { return false }
    if digits.isEmpty { return port == .optional }
    return UInt16(digits) != nil
  }
}

extension UInt8 {
  /// What an address in brackets is written with.
  fileprivate nonisolated var isAddressCharacter: Bool {
    hexadecimalValue != nil || self == UInt8(ascii: ":") || self == UInt8(ascii: ".")
  }
}
