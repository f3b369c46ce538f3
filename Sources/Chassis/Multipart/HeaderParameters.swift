// A field's value with parameters: `form-data; name="photo"; filename="a;b.png"`.
//
//     value      = token *( OWS ";" OWS token "=" ( token / quoted ) )
//     quoted     = DQUOTE *( any byte but DQUOTE / "\" DQUOTE / "\" "\" ) DQUOTE
//
// A backslash before anything else is itself: browsers have sent `filename="C:\temp\a.png"`.
//
// Source: RFC 9110 section 5.6.6, RFC 7578 section 4.2

nonisolated struct HeaderParameters: Equatable {
  /// What stands before the parameters, in lower case.
  let value: String
  private var parameters: [String: String] = [:]

  /// Nil for what breaks the rules, says a name twice, or is no UTF-8.
  init?(_ text: some Collection<UInt8>) {
    var rest = Array(text)[...]
    value = Self.text(rest.popFirst { $0 != UInt8(ascii: ";") && !$0.isBlank })?.lowercased() ?? ""
    while true {
      _ = rest.popFirst { $0.isBlank }
      guard let semicolon = rest.popFirst() else { return }
      guard semicolon == UInt8(ascii: ";") else { return nil }
      _ = rest.popFirst { $0.isBlank }
      if rest.isEmpty { return }
      let name = rest.popFirst { $0.isTokenByte }
      guard !name.isEmpty, rest.popFirst() == UInt8(ascii: "="),
        let name = Self.text(name)?.lowercased(), let value = Self.value(&rest),
        parameters.updateValue(value, forKey: name) == nil
      else { return nil }
    }
  }

  /// The parameter of a name in lower case.
  subscript(name: String) -> String? { parameters[name] }

  private static func value(_ rest: inout ArraySlice<UInt8>) -> String? {
    guard rest.first == UInt8(ascii: "\"") else {
      let token = rest.popFirst {
        $0 != UInt8(ascii: ";") && !$0.isBlank && $0 != UInt8(ascii: "\"")
      }
      return token.isEmpty ? nil : text(token)
    }
    rest.removeFirst()
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\"") { return text(bytes[...]) }
      if byte == UInt8(ascii: "\\"), let next = rest.first,
        next == UInt8(ascii: "\"") || next == UInt8(ascii: "\\")
      {
        rest.removeFirst()
        bytes.append(next)
      } else {
        bytes.append(byte)
      }
    }
    return nil
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String? {
    String(validating: bytes, as: UTF8.self)
  }
}

extension ArraySlice<UInt8> {
  /// Takes the bytes at the beginning that are such, maybe none.
  fileprivate nonisolated mutating func popFirst(while isWanted: (UInt8) -> Bool) -> ArraySlice {
    let taken = prefix(while: isWanted)
    self = self[taken.endIndex...]
    return taken
  }
}

extension UInt8 {
  fileprivate nonisolated var isBlank: Bool { self == 0x20 || self == 0x09 }

  /// Letters, digits, and what else names of fields and parameters are made of (RFC 9110 section 5.6.2).
  nonisolated var isTokenByte: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: "!#$%&'*+-.^_`|~".utf8.contains(self)
    }
  }
}
