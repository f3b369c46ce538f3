// A request as a line for the shell, so that a student can send it again.

import Engine

/// The `curl` command that sends this request.
///
/// ```
/// curl -i -X POST 'http://127.0.0.1:3000/users' -H 'Content-Type: application/json' --data-raw '{"name":"Rahul"}'
/// ```
public func curlLine(_ request: WireRequest) -> String {
  curlLine(request, body: request.unchunkedBody)
}

/// The same; where the line has more letters than `limit`, with the beginnings alone of what is long in it.
///
/// - Returns: the line, and how many bytes are left out.
func curlLine(_ request: WireRequest, limit: Int) -> (text: String, bytesLeftOut: Int) {
  var body = request.unchunkedBody
  let whole = curlLine(request, body: body)
  guard whole.count > limit else { return (whole, 0) }
  var short = request
  var bytesLeftOut = 0
  func cut(_ text: String) -> String {
    let kept = String(text.prefix(limit / 4))
    bytesLeftOut += text.utf8.count - kept.utf8.count
    return kept
  }
  short.url = cut(short.url)
  for index in short.fields.indices { short.fields[index].value = cut(short.fields[index].value) }
  if let text = String(validating: body, as: UTF8.self) {
    body = Array(cut(text).utf8)
  } else {
    bytesLeftOut += max(0, body.count - limit / 4)
    body = Array(body.prefix(limit / 4))
  }
  return (curlLine(short, body: body), bytesLeftOut)
}

private func curlLine(_ request: WireRequest, body: [UInt8]) -> String {
  var words = ["curl", "-i"]
  if request.method == "HEAD" {
    words += ["--head"]
  } else if request.method != "GET" || !request.body.isEmpty {
    words += ["-X", shellQuoted(request.method)]
  }
  if request.version == "HTTP/1.0" { words.append("--http1.0") }
  // curl would tidy up a path with dots in it.
  if request.target.contains("/.") || request.target.lowercased().contains("%2e") {
    words.append("--path-as-is")
  }
  words.append(shellQuoted(request.url))
  for field in request.fields where !isAddedAnyway(field, request) {
    words += [
      "-H", shellQuoted(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)"),
    ]
  }
  if !request.body.isEmpty {
    // Without a type of its own, curl would call the body a form.
    if !request.fields.contains(where: { $0.name.lowercased() == "content-type" }) {
      words += ["-H", shellQuoted("Content-Type:")]
    }
    words += ["--data-raw", shellQuoted(body)]
  }
  return words.joined(separator: " ")
}

/// Whether the runner or curl adds the field by itself; one that the script writes has its own value.
private func isAddedAnyway(_ field: WireResponse.Field, _ request: WireRequest) -> Bool {
  switch field.name.lowercased() {
  case "host": (try? URLParts(request.url))?.authority == field.value
  case "content-length": field.value == String(request.body.count)
  case "accept": field.value == "*/*"
  case "user-agent": field.value == "workbook"
  default: false
  }
}

extension WireRequest {
  /// The body before it was cut into chunks: curl does that itself.
  fileprivate var unchunkedBody: [UInt8] {
    guard fields.contains(where: { $0.name.lowercased() == "transfer-encoding" }) else {
      return body
    }
    var decoder = BodyDecoder(.chunked)
    var whole: [UInt8] = []
    guard (try? decoder.decode(body.span, into: &whole)) != nil else { return body }
    return whole
  }
}

/// The text as one word of the shell.
private func shellQuoted(_ text: String) -> String {
  let isPlain = text.allSatisfy {
    $0.isASCII && ($0.isLetter || $0.isNumber || "-_./:".contains($0))
  }
  return isPlain && !text.isEmpty ? text : "'" + text.replacing("'", with: #"'\''"#) + "'"
}

/// Bytes as one word of the shell; `$'…'` where they are no plain text.
private func shellQuoted(_ bytes: [UInt8]) -> String {
  if let text = String(validating: bytes, as: UTF8.self),
    text.unicodeScalars.allSatisfy({ $0.value >= 32 || $0 == "\n" })
  {
    return shellQuoted(text)
  }
  let escaped = bytes.map { byte in
    (32..<127).contains(byte) && byte != UInt8(ascii: "'") && byte != UInt8(ascii: "\\")
      ? String(Unicode.Scalar(byte)) : "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
  return "$'" + escaped.joined() + "'"
}
