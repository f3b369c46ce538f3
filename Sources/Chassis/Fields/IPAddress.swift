// Addresses of the Internet as numbers, and networks of them, so that it can be told whether one lies in the other.
//
// All addresses have 128 bits here. One of IPv4 is its IPv6 form, ::ffff:10.0.0.1, as a socket that listens on both
// reports it.
//
//     10.0.0.0/8   ──▶  the first 96 + 8 bits of  0:0:0:0:0:ffff:0a00:0000
//
// Source: RFC 4291 section 2.2

/// An address of IPv4 or IPv6.
nonisolated struct IPAddress: Equatable {
  /// Eight groups of 16 bits.
  let groups: [UInt16]

  /// Reads `10.0.0.1`, `2001:db8::1` or `::ffff:10.0.0.1`; nil for anything else: other spellings of IPv4 (`10.1`,
  /// `010.0.0.1`) mean one address to one program and another one to the next.
  init?(_ text: some StringProtocol) {
    guard text.utf8.count <= 45 else { return nil }
    if let quad = Self.quad(text) {
      groups = [0, 0, 0, 0, 0, 0xFFFF] + quad
      return
    }
    let parts = Self.halves(text)
    guard let first = Self.groups(parts[0], mayEndInQuad: parts.count == 1) else { return nil }
    guard parts.count == 2 else {
      guard first.count == 8 else { return nil }
      groups = first
      return
    }
    guard let last = Self.groups(parts[1], mayEndInQuad: true), first.count + last.count < 8 else {
      return nil
    }
    groups = first + Array(repeating: 0, count: 8 - first.count - last.count) + last
  }

  /// What stands before and behind the first `::`; all of it where there is none.
  private static func halves(_ text: some StringProtocol) -> [ArraySlice<UInt8>] {
    let bytes = Array(text.utf8)
    let colon = UInt8(ascii: ":")
    let gap = bytes.indices.dropLast().first { bytes[$0] == colon && bytes[$0 + 1] == colon }
    return gap.map { [bytes[..<$0], bytes[($0 + 2)...]] } ?? [bytes[...]]
  }

  private static func groups(_ text: ArraySlice<UInt8>, mayEndInQuad: Bool) -> [UInt16]? {
    if text.isEmpty { return [] }
    let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    var groups: [UInt16] = []
    for (index, part) in parts.enumerated() {
      if let group = group(part) {
        groups.append(group)
      } else if mayEndInQuad, index == parts.count - 1,
        let quad = quad(String(decoding: part, as: UTF8.self))
      {
        groups += quad
      } else {
        return nil
      }
    }
    return groups.count <= 8 ? groups : nil
  }

  /// One to four hexadecimal digits.
  private static func group(_ digits: ArraySlice<UInt8>) -> UInt16? {
    guard 1...4 ~= digits.count, digits.allSatisfy({ $0 != UInt8(ascii: "+") }) else { return nil }
    return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  /// Four numbers below 256 as two groups.
  private static func quad(_ text: some StringProtocol) -> [UInt16]? {
    let parts = Array(text.utf8).split(
      separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let numbers = parts.compactMap { digits -> UInt16? in
      guard 1...3 ~= digits.count, digits.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
      if digits.count > 1, digits.first == 0x30 { return nil }
      return UInt16(String(decoding: digits, as: UTF8.self)).flatMap { $0 < 256 ? $0 : nil }
    }
    guard parts.count == 4, numbers.count == 4 else { return nil }
    return [numbers[0] << 8 | numbers[1], numbers[2] << 8 | numbers[3]]
  }
}

/// All addresses that begin with the same bits.
nonisolated struct IPNetwork: Equatable {
  let address: IPAddress
  /// How many bits are the same, of 128.
  let bits: Int

  /// Reads `10.0.0.0/8`, `fc00::/7`, or a single address.
  init?(_ text: some StringProtocol) {
    let halves = text.split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count <= 2, let address = IPAddress(halves[0]) else { return nil }
    let most = halves[0].contains(":") ? 128 : 32
    var bits = most
    if halves.count == 2 {
      guard halves[1].utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let count = Int(halves[1]),
        count <= most
      else { return nil }
      bits = count
    }
    self.address = address
    self.bits = 128 - most + bits
  }

  func contains(_ other: IPAddress) -> Bool {
    for index in 0..<8 {
      let counted = max(0, min(16, bits - 16 * index))
      let mask = UInt16(truncatingIfNeeded: 0xFFFF << (16 - counted))
      if (address.groups[index] ^ other.groups[index]) & mask != 0 { return false }
    }
    return true
  }
}
