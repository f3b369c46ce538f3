// Which bytes HTTP allows where, and comparing text as HTTP does: without regard to the case of ASCII letters.
//
// Source: RFC 9110 sections 5.1, 5.5 and 5.6.2

extension UInt8 {
  /// `tchar`: what a method or a field name is made of.
  nonisolated var isTokenCharacter: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
    case UInt8(ascii: "!"), UInt8(ascii: "#")...UInt8(ascii: "'"), UInt8(ascii: "*"): true
    case UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: "`"): true
    case UInt8(ascii: "|"), UInt8(ascii: "~"): true
    default: false
    }
  }

  /// What a field value may hold: everything but control characters; the tab is allowed.
  nonisolated var isFieldValueCharacter: Bool { self >= 0x20 ? self != 0x7F : self == 0x09 }

  /// What a request target may hold: visible ASCII without `#`, which stays in the browser. All else must come
  /// percent-encoded.
  nonisolated var isTargetCharacter: Bool {
    self > 0x20 && self < 0x7F && self != UInt8(ascii: "#")
  }

  /// What a `Host` may hold: a name, a number, an IPv6 address in brackets, and a port.
  nonisolated var isHostCharacter: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: ";"), UInt8(ascii: "-"), UInt8(ascii: "."): true
    case UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "!"), UInt8(ascii: "$"): true
    case UInt8(ascii: "%")...UInt8(ascii: ","), UInt8(ascii: "="): true
    case UInt8(ascii: "["), UInt8(ascii: "]"): true
    default: false
    }
  }

  nonisolated var isSpaceOrTab: Bool { self == 0x20 || self == 0x09 }

  nonisolated var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

  /// The value of a hexadecimal digit, nil for any other byte.
  nonisolated var hexadecimalValue: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  nonisolated var asciiLowercased: UInt8 {
    self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") ? self | 0x20 : self
  }
}

extension StringProtocol {
  /// Whether both are the same but for the case of ASCII letters.
  nonisolated func equalsIgnoringCase(_ other: some StringProtocol) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    return withBytes { left in
      other.withBytes { right in
        left.indices.allSatisfy { left[$0].asciiLowercased == right[$0].asciiLowercased }
      }
    }
  }

  /// Whether all bytes of the text are such as `allowed` says.
  nonisolated func consists(of allowed: (UInt8) -> Bool) -> Bool {
    withBytes { $0.allSatisfy(allowed) }
  }

  /// The text's bytes where they lie: several times quicker than one after the other through `utf8`.
  nonisolated func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    utf8.withContiguousStorageIfAvailable(body) ?? Array(utf8).withUnsafeBufferPointer(body)
  }

  /// The text without spaces and tabs around it.
  nonisolated var trimmingSpaces: SubSequence {
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { $0 != " " && $0 != "\t" }),
      let last = scalars.lastIndex(where: { $0 != " " && $0 != "\t" })
    else { return self[endIndex...] }
    return self[first..<scalars.index(after: last)]
  }
}
