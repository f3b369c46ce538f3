// From a request as the script writes it to the bytes that go over the wire.
//
// Few fields are added, and always the same: `Host`, `Accept`, `User-Agent`, a `Content-Type` where the body's kind tells it (as
// Hurl does), and `Content-Length`. One that the script writes itself is left as it is.

import Engine
import Foundation

/// Fills in a request.
struct RequestBuilder {
  /// The folder of the script, in which its files stand.
  var folder: String

  func build(_ request: RequestSpec, _ variables: inout ScriptVariables) throws(EvaluationError)
    -> WireRequest
  {
    var wire = try buildParts(request, &variables)
    if request.options.http10 { wire.version = "HTTP/1.0" }
    return wire
  }

  private func buildParts(
    _ request: RequestSpec, _ variables: inout ScriptVariables
  ) throws(EvaluationError) -> WireRequest {
    let query = try filled(request.query, &variables)
    let form = try filled(request.form, &variables)
    var url = try variables.fill(request.url)
    if !query.isEmpty { url += (url.contains("?") ? "&" : "?") + Self.encoded(query) }
    let (body, contentType) = try buildBody(request, form, &variables)
    let parts = try URLParts(url)
    var fields = try filled(request.headers, &variables).map {
      WireResponse.Field(name: $0.name, value: $0.value)
    }
    func add(_ name: String, _ value: String?) {
      guard let value, !fields.contains(where: { $0.name.lowercased() == name.lowercased() }) else {
        return
      }
      fields.append(.init(name: name, value: value))
    }
    add("Authorization", try authorization(request.basicAuth, &variables))
    add("Cookie", try cookies(request.cookies, &variables))
    add("Content-Type", contentType)
    add("Accept", "*/*")
    add("User-Agent", "workbook")
    let isChunked = fields.contains { $0.name.lowercased() == "transfer-encoding" }
    if !isChunked, !body.isEmpty || ["POST", "PUT", "PATCH"].contains(request.method) {
      add("Content-Length", String(body.count))
    }
    if !fields.contains(where: { $0.name.lowercased() == "host" }) {
      fields.insert(.init(name: "Host", value: parts.authority), at: 0)
    }
    return WireRequest(
      method: request.method, url: url, target: parts.target, fields: fields,
      body: isChunked ? Self.chunked(body) : body)
  }

  private func filled(
    _ pairs: [KeyValue], _ variables: inout ScriptVariables
  ) throws(EvaluationError) -> [(name: String, value: String)] {
    var result: [(name: String, value: String)] = []
    for pair in pairs {
      result.append((try variables.fill(pair.name), try variables.fill(pair.value)))
    }
    return result
  }

  private static func encoded(_ pairs: [(name: String, value: String)]) -> String {
    pairs.map { encodeURIComponent($0.name) + "=" + encodeURIComponent($0.value) }.joined(
      separator: "&")
  }

  // MARK: Body

  private func buildBody(
    _ request: RequestSpec, _ form: [(name: String, value: String)],
    _ variables: inout ScriptVariables
  ) throws(EvaluationError) -> (bytes: [UInt8], contentType: String?) {
    if !form.isEmpty {
      return (Array(Self.encoded(form).utf8), "application/x-www-form-urlencoded")
    }
    switch request.body {
    case nil: return ([], nil)
    case .json(let template):
      return (Array(try variables.fillJSON(template).utf8), "application/json")
    case .text(let template, let language):
      return (
        Array(try variables.fill(template).utf8), language == "json" ? "application/json" : nil
      )
    case .bytes(let bytes): return (bytes, nil)
    case .file(let name): return (try file(name, &variables), nil)
    }
  }

  /// Bytes that a file may have which is sent: 16 MiB. The whole request stands in memory.
  private static let fileLimit = 16 * ResourceLimits.mebibyte

  /// A file beside the script; nothing outside its folder.
  func file(_ name: Template, _ variables: inout ScriptVariables) throws(EvaluationError) -> [UInt8]
  {
    let name = try variables.fill(name)
    let root = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
    let path = URL(fileURLWithPath: "\(folder)/\(name)").resolvingSymlinksInPath().path
    guard path.hasPrefix(root + "/") else {
      throw EvaluationError("the file \"\(name)\" lies outside the script's folder")
    }
    let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int ?? 0
    guard size <= Self.fileLimit else {
      throw EvaluationError(
        "the file \"\(name)\" is too large (\(size) bytes); at most 16 MiB are sent")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw EvaluationError(
        "the file \"\(name)\" cannot be read (it is looked for beside the script)")
    }
    return Array(data)
  }

  /// The body in two chunks, where the script asks for `Transfer-Encoding: chunked`.
  private static func chunked(_ body: [UInt8]) -> [UInt8] {
    let middle = body.count / 2
    let pieces = [body[..<middle], body[middle...]].filter { !$0.isEmpty }
    return pieces.flatMap { Array("\(String($0.count, radix: 16))\r\n".utf8) + $0 + [13, 10] }
      + Array("0\r\n\r\n".utf8)
  }

  // MARK: Fields

  private func authorization(
    _ pair: KeyValue?, _ variables: inout ScriptVariables
  ) throws(EvaluationError) -> String? {
    guard let pair else { return nil }
    let credentials = "\(try variables.fill(pair.name)):\(try variables.fill(pair.value))"
    return "Basic " + Data(credentials.utf8).base64EncodedString()
  }

  private func cookies(
    _ pairs: [KeyValue], _ variables: inout ScriptVariables
  ) throws(EvaluationError) -> String? {
    let cookies = try filled(pairs, &variables).map { "\($0.name)=\($0.value)" }
    return cookies.isEmpty ? nil : cookies.joined(separator: "; ")
  }
}

/// A URL taken apart by hand: nothing in it is tidied up, so hostile paths reach the wire as they are written.
struct URLParts {
  var authority: String
  /// Path and query.
  var target: String

  init(_ url: String) throws(EvaluationError) {
    guard url.hasPrefix("http://") else {
      throw EvaluationError("\"\(url)\" is no http:// address")
    }
    let rest = url.dropFirst(7).prefix { $0 != "#" }
    authority = String(rest.prefix { $0 != "/" && $0 != "?" })
    let target = String(rest.dropFirst(authority.count))
    self.target = target.hasPrefix("/") ? target : "/" + target
    guard !self.target.utf8.contains(where: { $0 <= 32 || $0 >= 127 }) else {
      throw EvaluationError("\"\(url)\" holds a character that has to be percent-encoded")
    }
  }
}
