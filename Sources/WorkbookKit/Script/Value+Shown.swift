// Values as messages show them, and as templates write them.

extension Value {
  /// The value with its kind, for messages: `text "Rahul"`, `integer 7`, `list of 2`.
  public var shown: String {
    switch self {
    case .null: "null"
    case .bool(let flag): "\(flag)"
    case .integer(let number): "integer \(number)"
    case .float(let number): "float \(number)"
    case .text(let text): "text \(shownBytes(Array(text.utf8)))"
    case .bytes(let bytes): "\(bytes.count) bytes \(shownHexadecimal(bytes))"
    case .list(let elements): "list of \(elements.count): \(json)"
    case .object(let members): "object with \(members.count) names: \(json)"
    case .date(let seconds): "date \(isoDate(seconds))"
    }
  }

  /// The value as it is written into a template: texts as they are, lists and objects as JSON.
  public var written: String {
    switch self {
    case .text(let text): text
    case .bytes(let bytes): hexadecimal(bytes)
    case .date(let seconds): isoDate(seconds)
    default: json
    }
  }

  /// The value as JSON, without spaces.
  var json: String {
    switch self {
    case .null: "null"
    case .bool(let flag): "\(flag)"
    case .integer(let number): "\(number)"
    case .float(let number): "\(number)"
    case .text(let text): jsonText(text)
    case .bytes(let bytes): jsonText(hexadecimal(bytes))
    case .date(let seconds): jsonText(isoDate(seconds))
    case .list(let elements): "[" + elements.map(\.json).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { jsonText($0.name) + ":" + $0.value.json }.joined(separator: ",") + "}"
    }
  }
}

func hexadecimal(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

private func shownHexadecimal(_ bytes: [UInt8]) -> String {
  bytes.count > 64
    ? hexadecimal(Array(bytes.prefix(64))) + " and \(bytes.count - 64) bytes more"
    : hexadecimal(bytes)
}

private func jsonText(_ text: String) -> String {
  var shown = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": shown += "\\\""
    case "\\": shown += "\\\\"
    case "\n": shown += "\\n"
    case "\r": shown += "\\r"
    case "\t": shown += "\\t"
    case let control where control.value < 32:
      shown += "\\u00" + (control.value < 16 ? "0" : "") + String(control.value, radix: 16)
    default: shown.unicodeScalars.append(scalar)
    }
  }
  return "\"\(shown)\""
}
