// Takes `name=Rahul+Roy&tag=new&tag=vip` apart. Pure: bytes in, pairs out; queries and form bodies are read by it alike.
//
//     name=Rahul+Roy & tag=new & tag=vip         a "&" ends a pair, the first "=" its name,
//     name  Rahul Roy  tag  new  tag  vip        "+" is a space, %XX a byte
//
// It never fails: a percent sign without two digits behind it stays one, and bytes that are no UTF-8 become U+FFFD.
//
// Source: WHATWG URL, section 5. Node: `querystring.parse`

nonisolated struct FormParser {
  var brackets = FormBrackets.literal
  var charset = Charset.utf8

  /// The pairs of a text, at most so many. Empty ones (`a=1&&b=2`) are none.
  func pairs(in text: [UInt8], upTo limit: Int) -> [FormFields.Pair] {
    text.split(separator: UInt8(ascii: "&")).prefix(limit).map { piece in
      let end = endOfName(in: piece)
      let value = end.map { piece[$0...].dropFirst() } ?? []
      return .init(name: decode(piece[..<(end ?? piece.endIndex)]), value: decode(value))
    }
  }

  /// How many pairs there are in a text.
  static func count(in text: [UInt8]) -> Int {
    text.split(separator: UInt8(ascii: "&")).count
  }

  /// Where the "=" is. Where brackets mean something, one inside them belongs to the name: `price[a=b]=5`.
  private func endOfName(in piece: ArraySlice<UInt8>) -> Int? {
    let equals = UInt8(ascii: "=")
    if brackets != .literal {
      let ends = piece.indices.dropFirst()
      if let end = ends.first(where: { piece[$0] == equals && piece[$0 - 1] == UInt8(ascii: "]") })
      {
        return end
      }
    }
    return piece.firstIndex(of: equals)
  }

  private func decode(_ text: ArraySlice<UInt8>) -> String {
    guard text.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
      return charset.decodeLeniently(text)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var rest = text
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "+") {
        bytes.append(UInt8(ascii: " "))
      } else if byte == UInt8(ascii: "%"), let decoded = hexadecimalByte(rest) {
        bytes.append(decoded)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return charset.decodeLeniently(bytes[...])
  }

  private func hexadecimalByte(_ text: ArraySlice<UInt8>) -> UInt8? {
    let digits = text.prefix(2).compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
    return digits.count == 2 ? UInt8(digits[0] << 4 | digits[1]) : nil
  }
}
