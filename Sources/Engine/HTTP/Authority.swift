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
  static func isValid(_ text: String, port: Port = .optional) -> Bool {
    guard text.consists(of: \.isHostCharacter) else { return false }
    let bytes = text.utf8
    let hostEnd: String.Index
    if bytes.first == UInt8(ascii: "[") {
      guard let bracket = bytes.firstIndex(of: UInt8(ascii: "]")) else { return false }
      let address = bytes[..<bracket].dropFirst()
      guard !address.isEmpty, address.allSatisfy(\.isAddressCharacter) else { return false }
      hostEnd = bytes.index(after: bracket)
    } else {
      hostEnd = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
      let host = bytes[..<hostEnd]
      guard !host.isEmpty, !host.contains(UInt8(ascii: "[")), !host.contains(UInt8(ascii: "]"))
      else { return false }
    }
    guard let colon = bytes[hostEnd...].first else { return port == .optional }
    let digits = bytes[hostEnd...].dropFirst()
    guard colon == UInt8(ascii: ":"), digits.allSatisfy(\.isDigit) else { return false }
    if digits.isEmpty { return port == .optional }
    return digits.count <= 5 && digits.reduce(0) { $0 * 10 + Int($1 - 48) } <= 65_535
  }
}

extension UInt8 {
  /// What an address in brackets is written with.
  fileprivate nonisolated var isAddressCharacter: Bool {
    hexadecimalValue != nil || self == UInt8(ascii: ":") || self == UInt8(ascii: ".")
  }
}
