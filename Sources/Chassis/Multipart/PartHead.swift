// What stands above the content of a part: its field's name, and for a file what its sender calls it.
//
//     Content-Disposition: form-data; name="photo"; filename="beach.png"
//     Content-Type: image/png
//
// Source: RFC 7578 section 4

nonisolated struct PartHead: Equatable {
  var name = ""
  /// Nil for a field that is no file.
  var fileName: String?
  /// As the sender says; nobody has looked.
  var type: String?

  init(name: String, fileName: String? = nil, type: String? = nil) {
    self.name = name
    self.fileName = fileName
    self.type = type
  }

  /// Reads the lines of a head. Throws the reason for which it is none.
  init(_ lines: [ArraySlice<UInt8>]) throws(MalformedMultipart) {
    var fields: [String: ArraySlice<UInt8>] = [:]
    for line in lines {
      let name = line.prefix { $0.isTokenByte }
      guard !name.isEmpty, line[name.endIndex...].first == UInt8(ascii: ":") else {
        throw MalformedMultipart("a part's head has a line that is no field")
      }
      guard line.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
        throw MalformedMultipart("a part's head holds a control character")
      }
      let key = String(decoding: name, as: UTF8.self).lowercased()
      guard fields.updateValue(line[name.endIndex...].dropFirst(), forKey: key) == nil else {
        throw MalformedMultipart("a part says \(key) twice")
      }
    }
    try read(fields)
  }

  private mutating func read(_ fields: [String: ArraySlice<UInt8>]) throws(MalformedMultipart) {
    let blank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    guard let text = fields["content-disposition"]?.drop(while: blank),
      let disposition = HeaderParameters(text), disposition.value == "form-data",
      let name = disposition["name"]
    else { throw MalformedMultipart("a part does not say which field it is") }
    self.name = name
    let extended = disposition["filename*"].flatMap(Self.decodeExtended)
    fileName = extended ?? disposition["filename"]
    if let found = fields["content-type"] {
      type = String(decoding: found.drop(while: blank), as: UTF8.self)
    }
    let encoding = fields["content-transfer-encoding"].map {
      String(decoding: $0.drop(while: blank), as: UTF8.self).lowercased()
    }
    guard encoding == nil || ["7bit", "8bit", "binary"].contains(encoding) else {
      throw MalformedMultipart("a part is encoded, which forms have not been for long")
    }
  }

  /// `UTF-8''na%C3%AFve.txt`: not meant for forms, but sent by some.
  private static func decodeExtended(_ text: String) -> String? {
    let pieces = text.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
    guard pieces.count == 3, pieces[0].lowercased() == "utf-8" else { return nil }
    return try? decodeURIComponent(pieces[2])
  }
}

/// Why bytes are no form of parts.
nonisolated struct MalformedMultipart: Error, Equatable {
  let reason: String
  init(_ reason: String) { self.reason = reason }
}
