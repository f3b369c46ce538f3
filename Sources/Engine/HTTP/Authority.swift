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

  /// Where in the text a byte stands.
  private enum Place { case start, name, bracket, address, behindAddress, port }

  /// Whether it is `host` or `host:port`. An IPv6 address stands in brackets.
  static func isValid(_ text: String, port: Port = .optional) -> Bool {
    text.withBytes { isValid($0, port: port) }
  }

  private static func isValid(_ bytes: UnsafeBufferPointer<UInt8>, port: Port) -> Bool {
    var place = Place.start
    var portNumber: Int?
    for byte in bytes {
      switch place {
      case .start where byte == UInt8(ascii: "["):
        place = .bracket
      case .name where byte == UInt8(ascii: ":"), .behindAddress where byte == UInt8(ascii: ":"):
        place = .port
      case .start, .name:
        guard byte.isHostNameCharacter else { return false }
        place = .name
      case .address where byte == UInt8(ascii: "]"):
        place = .behindAddress
      case .bracket, .address:
        guard byte.isAddressCharacter else { return false }
        place = .address
      case .behindAddress:
        return false
      case .port:
        guard byte.isDigit else { return false }
        let number = (portNumber ?? 0) * 10 + Int(byte - UInt8(ascii: "0"))
        guard number <= 65_535 else { return false }
        portNumber = number
      }
    }
    return switch place {
    case .start, .bracket, .address: false
    case .name, .behindAddress: port == .optional
    case .port: port == .optional || portNumber != nil
    }
  }
}

extension UInt8 {
  /// What a name or an IPv4 address is written with.
  fileprivate nonisolated var isHostNameCharacter: Bool {
    isHostCharacter && self != UInt8(ascii: ":") && self != UInt8(ascii: "[")
      && self != UInt8(ascii: "]")
  }

  /// What an address in brackets is written with.
  fileprivate nonisolated var isAddressCharacter: Bool {
    hexadecimalValue != nil || self == UInt8(ascii: ":") || self == UInt8(ascii: ".")
  }
}
