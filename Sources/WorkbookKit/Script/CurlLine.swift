// A request as a line for the shell, so that a student can send it again.

/// The `curl` command that sends this request.
///
/// ```
/// curl -i -X POST 'http://127.0.0.1:3000/users' -H 'Content-Type: application/json' --data-raw '{"name":"Rahul"}'
/// ```
public func curlLine(_ request: WireRequest) -> String {
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
  for field in request.fields
  where !["host", "content-length", "accept", "user-agent"].contains(field.name.lowercased()) {
    words += [
      "-H", shellQuoted(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)"),
    ]
  }
  if !request.body.isEmpty { words += ["--data-binary", shellQuoted(request.body)] }
  return words.joined(separator: " ")
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
