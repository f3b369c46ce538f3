// Filters: a value in, another out. One that is given the wrong kind of value says which it wants.

import Engine
import Foundation

extension Filter {
  /// Applies the filter; nil where it finds nothing.
  func apply(
    to value: Value, _ variables: inout ScriptVariables
  ) throws(EvaluationError) -> Value? {
    switch self {
    case .count: return .integer(Int64(try count(value)))
    case .first: return try list(value, "first").first
    case .last: return try list(value, "last").last
    case .nth(let index): return nth(index, of: try list(value, "nth"))
    case .base64Encode, .base64UrlSafeEncode:
      return .text(base64(try bytes(value, named("Encode"))))
    case .base64Decode, .base64UrlSafeDecode:
      return .bytes(try decodeBase64(try text(value, named("Decode"))))
    case .utf8Encode: return .bytes(Array(try text(value, "utf8Encode").utf8))
    case .utf8Decode: return .text(try decodeUTF8(try bytes(value, "utf8Decode")))
    case .toHex: return .text(hexadecimal(try bytes(value, "toHex")))
    case .toString: return .text(value.written)
    case .toInt: return .integer(try toInt(value))
    case .toFloat: return .float(try toFloat(value))
    case .jsonPath(let path):
      let json = try JSONText.parse(Array(try text(value, "jsonpath").utf8))
      return try JSONPathParser.parse(try variables.fill(path)).evaluate(json)
    case .regex(let pattern):
      return try pattern.firstGroup(in: try text(value, "regex"), &variables).map { .text($0) }
    // What `redirects` lists are the addresses that they led to.
    case .location: return .text(try text(value, "location"))
    default: return try applyToTextOrDate(value, &variables)
    }
  }

  private func applyToTextOrDate(_ value: Value, _ variables: inout ScriptVariables)
    throws(EvaluationError) -> Value?
  {
    switch self {
    case .replace(let old, let new):
      return .text(
        try text(value, "replace").replacing(try variables.fill(old), with: try variables.fill(new))
      )
    case .replaceRegex(let pattern, let new):
      return .text(
        try text(value, "replaceRegex").replacing(
          try pattern.expression(&variables), with: try variables.fill(new)))
    case .split(let separator):
      return .list(
        try text(value, "split").components(separatedBy: try variables.fill(separator)).map {
          .text($0)
        })
    case .htmlEscape: return .text(HTMLText.escaped(try text(value, "htmlEscape")))
    case .htmlUnescape: return .text(unescapeHTML(try text(value, "htmlUnescape")))
    case .urlEncode: return .text(urlEncoded(try text(value, "urlEncode")))
    case .urlDecode:
      let encoded = try text(value, "urlDecode")
      do { return .text(try decodeURIComponent(encoded)) } catch {
        throw EvaluationError("filter urlDecode: \(error)")
      }
    case .urlQueryParam(let name):
      return urlQueryParam(try variables.fill(name), in: try text(value, "urlQueryParam"))
    case .toDate(let pattern):
      let (written, pattern) = (try text(value, "toDate"), try variables.fill(pattern))
      guard let seconds = date(written, pattern) else {
        throw EvaluationError("filter toDate: \"\(written)\" is no date of the form \"\(pattern)\"")
      }
      return .date(seconds)
    case .dateFormat(let pattern):
      return .text(format(try dateSeconds(value, "dateFormat"), try variables.fill(pattern)))
    case .daysAfterNow:
      return .integer(
        days(from: Date().timeIntervalSince1970, to: try dateSeconds(value, "daysAfterNow")))
    default:
      return .integer(
        days(from: try dateSeconds(value, "daysBeforeNow"), to: Date().timeIntervalSince1970))
    }
  }

  // MARK: What a filter wants

  private func wrong(_ name: String, _ wanted: String, _ value: Value) -> EvaluationError {
    EvaluationError("filter \(name): expected \(wanted), found \(value.shown)")
  }

  private func text(_ value: Value, _ name: String) throws(EvaluationError) -> String {
    guard case .text(let text) = value else { throw wrong(name, "a text", value) }
    return text
  }

  private func bytes(_ value: Value, _ name: String) throws(EvaluationError) -> [UInt8] {
    guard case .bytes(let bytes) = value else { throw wrong(name, "bytes", value) }
    return bytes
  }

  private func list(_ value: Value, _ name: String) throws(EvaluationError) -> [Value] {
    guard case .list(let list) = value else { throw wrong(name, "a list", value) }
    return list
  }

  private func dateSeconds(_ value: Value, _ name: String) throws(EvaluationError) -> Double {
    guard case .date(let seconds) = value else { throw wrong(name, "a date", value) }
    return seconds
  }

  // MARK: What a filter does

  private func count(_ value: Value) throws(EvaluationError) -> Int {
    switch value {
    case .list(let elements): return elements.count
    case .object(let members): return members.count
    case .bytes(let bytes): return bytes.count
    case .text(let text): return text.count
    default: throw wrong("count", "a list, text or bytes", value)
    }
  }

  private func nth(_ index: Int, of list: [Value]) -> Value? {
    let place = index < 0 ? list.count + index : index
    return list.indices.contains(place) ? list[place] : nil
  }

  private var isUrlSafe: Bool { self == .base64UrlSafeEncode || self == .base64UrlSafeDecode }

  private func named(_ action: String) -> String { "base64\(isUrlSafe ? "UrlSafe" : "")\(action)" }

  private func base64(_ bytes: [UInt8]) -> String {
    let encoded = Data(bytes).base64EncodedString()
    guard isUrlSafe else { return encoded }
    return encoded.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  private func decodeBase64(_ text: String) throws(EvaluationError) -> [UInt8] {
    var encoded = text
    if isUrlSafe {
      encoded = encoded.replacing("-", with: "+").replacing("_", with: "/")
      encoded += String(repeating: "=", count: (4 - encoded.count % 4) % 4)
    }
    guard let data = Data(base64Encoded: encoded) else {
      throw EvaluationError("filter \(named("Decode")): \"\(text)\" is no base64")
    }
    return Array(data)
  }

  private func decodeUTF8(_ bytes: [UInt8]) throws(EvaluationError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw EvaluationError("filter utf8Decode: the bytes are no UTF-8")
    }
    return text
  }

  private func toInt(_ value: Value) throws(EvaluationError) -> Int64 {
    switch value {
    case .integer(let number): return number
    case .float(let number):
      if let whole = Int64(exactly: number.rounded(.towardZero)) { return whole }
    case .text(let text):
      if let number = Int64(text) { return number }
    default: break
    }
    throw wrong("toInt", "a number or a text that is one", value)
  }

  private func toFloat(_ value: Value) throws(EvaluationError) -> Double {
    switch value {
    case .integer(let number): return Double(number)
    case .float(let number): return number
    case .text(let text):
      if let number = Double(text) { return number }
    default: break
    }
    throw wrong("toFloat", "a number or a text that is one", value)
  }

  /// All but RFC 3986's unreserved characters and the slash is percent-encoded.
  private func urlEncoded(_ text: String) -> String {
    let kept = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8)
    return text.utf8.map {
      kept.contains($0) ? String(Unicode.Scalar($0)) : "%" + hexadecimal([$0]).uppercased()
    }.joined()
  }

  private func urlQueryParam(_ name: String, in url: String) -> Value? {
    let items = URLComponents(string: url)?.queryItems ?? []
    return items.first { $0.name == name }?.value.map { .text($0) }
  }

  private func days(from start: Double, to end: Double) -> Int64 { Int64((end - start) / 86_400) }

  /// In one pass, so that nothing is unescaped twice.
  private func unescapeHTML(_ text: String) -> String {
    text.replacing(/&(?:#(x?)([0-9a-fA-F]+)|[a-z]+);/) { match in
      if let digits = match.2, let sign = match.1 {
        let number = UInt32(digits, radix: sign.isEmpty ? 10 : 16)
        return number.flatMap(Unicode.Scalar.init).map { String($0) } ?? String(match.0)
      }
      return match.0 == "&apos;"
        ? "'" : HTMLText.entities.first { $0.1 == match.0 }.map { String($0.0) } ?? String(match.0)
    }
  }
}
