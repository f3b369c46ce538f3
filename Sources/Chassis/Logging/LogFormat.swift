// How a line of the log is written.
//
//     dev       GET /users/7 200 - 1.204 ms
//     common    127.0.0.1 - rahul [21/Nov/2026:13:25:26 +0000] "GET /users/7 HTTP/1.1" 200 17
//     combined  the same, and behind it "https://example.com/" "curl/8.5.0"
//     json      {"time":"2026-11-21T13:25:26Z","method":"GET","target":"/users/7","route":"/users/:id","status":200,…
//
// Much of a line comes from strangers. A line break in it would forge a line, a quotation mark a field, and an escape
// character would steer the terminal of whoever reads the log. So all that is not visible ASCII is written by its number.

/// A way to write a line about a request.
///
/// ```swift
/// app.use(logger(.combined))
/// app.use(logger(LogFormat { entry in "\(entry.status) \(entry.route ?? "-")" }))
/// ```
///
/// Express: the formats of `morgan`
public struct LogFormat {
  /// The line for a request, without the line break.
  public let line: (LogEntry) -> String

  /// A format of your own. What comes from the client goes through `LogFormat.escaped`.
  public init(_ line: @escaping (LogEntry) -> String) { self.line = line }

  /// Short, for the terminal: `GET /users 200 - 1.204 ms`.
  public static let dev = LogFormat { entry in
    "\(escaped(entry.method)) \(escaped(entry.target)) \(entry.status) - \(readableMilliseconds(entry.duration))"
  }

  /// The Common Log Format, which most tools read. Times are UTC.
  public static let common = LogFormat { entry in
    let user = entry.user.map { escaped($0, besides: " []") } ?? "-"
    let request = "\(escaped(entry.method)) \(escaped(entry.target)) HTTP/\(entry.version)"
    let bytes = entry.bytes == 0 ? "-" : "\(entry.bytes)"
    return
      "\(entry.address ?? "-") - \(user.isEmpty ? "-" : user) [\(commonLogTime(entry.start))] \"\(request)\" \(entry.status) \(bytes)"
  }

  /// The Common Log Format with referrer and user agent behind it.
  public static let combined = LogFormat { entry in
    let referrer = entry.referrer.map { escaped($0) } ?? "-"
    let agent = entry.agent.map { escaped($0) } ?? "-"
    return "\(common.line(entry)) \"\(referrer)\" \"\(agent)\""
  }

  /// A JSON object a line, in ASCII, for programs: time, id, address, user, method, target, route, status, bytes,
  /// milliseconds, referrer, agent. What is not known is left out.
  public static let json = LogFormat { entry in
    let text = (try? JSON.stringify(entry)) ?? "{}"
    return asciiJSON(text)
  }

  /// Text from a client as it may stand in a line, also between quotation marks: everything but visible ASCII is written
  /// by its bytes, `\x1b`, and a quotation mark or backslash has a backslash before it.
  ///
  /// ```swift
  /// LogFormat.escaped("a\nb")  // "a\\x0ab"
  /// ```
  public nonisolated static func escaped(_ text: String) -> String { escaped(text, besides: "") }

  nonisolated static func escaped(_ text: String, besides more: String) -> String {
    if text.utf8.allSatisfy({ isPlain($0) && !more.utf8.contains($0) }) { return text }
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        bytes += [UInt8(ascii: "\\"), byte]
      } else if isPlain(byte), !more.utf8.contains(byte) {
        bytes.append(byte)
      } else {
        bytes += Array("\\x\(Hexadecimal.encode([byte]))".utf8)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private nonisolated static func isPlain(_ byte: UInt8) -> Bool {
    (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }
}

/// JSON with everything but ASCII written as `\u2028`: there are more line breaks in Unicode than one, and readers differ.
nonisolated func asciiJSON(_ text: String) -> String {
  if text.utf8.allSatisfy({ $0 < 0x7F }) { return text }
  var ascii = ""
  for unit in text.utf16 {
    if unit < 0x7F, let scalar = Unicode.Scalar(unit) {
      ascii.unicodeScalars.append(scalar)
    } else {
      ascii += "\\u" + Hexadecimal.encode([UInt8(unit >> 8), UInt8(unit & 0xFF)])
    }
  }
  return ascii
}
