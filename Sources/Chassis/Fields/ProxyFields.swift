// What a proxy passes on of a message's fields, and to which target. Pure.
//
// Fields are for the whole way, but for some that are for the next step alone: those of the connection itself, and those
// that `Connection` names. They end here, in both directions; a proxy has a connection of its own on either side.
//
// Source: RFC 9110 sections 7.6.1 and 7.6.3, RFC 7239

/// Where a proxy passes requests on to: `http://127.0.0.1:4000`, or a folder there, `http://127.0.0.1:4000/v2`.
nonisolated struct ProxyOrigin: Equatable, Sendable, CustomStringConvertible {
  let description: String

  /// Throws `Mistake` with what is wrong.
  init(_ text: String) throws(Mistake) {
    if let problem = HTTPClient.problem(with: text) {
      throw Mistake("proxy(to: \(text.debugDescription)): \(problem)")
    }
    guard !text.contains("?"), !text.contains("#") else {
      throw Mistake(
        "proxy(to: \(text.debugDescription)): a query stands in each request; leave it out here")
    }
    description = text.utf8.last == slash ? String(text.dropLast()) : text
  }

  /// The URL for a request's target: its path and query behind the origin. A proxy's full form (`http://host/path`) counts from
  /// its path on, so nobody chooses the host; and nobody leaves the origin's folder by `..`, in whatever spelling.
  ///
  /// Throws `HTTPError` 400.
  func url(for target: String) throws -> String {
    var path = Substring(target.utf8.dropFirst(pathStart(of: target)))
    if path.isEmpty || path.utf8.first == UInt8(ascii: "?") { path = "/" + path }
    guard path.utf8.first == slash, !climbs(path) else {
      throw HTTPError(400, "malformed path", code: "path.malformed")
    }
    return description + path
  }

  private func climbs(_ target: Substring) -> Bool {
    let path = target.utf8.prefix { $0 != UInt8(ascii: "?") }
    var text = String(decoding: path, as: UTF8.self).lowercased()
    for (encoded, plain) in [("%2e", "."), ("%2f", "/"), ("%5c", "\\")] {
      text = text.replacing(encoded, with: plain)
    }
    return text.utf8.split { $0 == slash || $0 == UInt8(ascii: "\\") }.contains {
      $0.elementsEqual("..".utf8)
    }
  }
}

/// Who asked, for those behind a proxy.
nonisolated struct ProxyClient {
  var address: String?
  var isSecure: Bool
  var httpVersion: String
}

extension Headers {
  /// The fields of a request as they are passed on.
  ///
  /// - Parameters:
  ///   - keepsHost: whether the next server sees the `Host` that the client asked for.
  ///   - trustsForwarded: whether what the request says about those before it is believed.
  nonisolated func forProxiedRequest(
    from client: ProxyClient, keepsHost: Bool, trustsForwarded: Bool
  ) -> Headers {
    var passed = withoutFieldsOfTheConnection
    let forwarded = ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded"]
    let known = trustsForwarded ? self : Headers()
    for name in forwarded + ["Host", "Expect"] { passed[name] = nil }
    let path = known.values(of: "X-Forwarded-For") + (client.address.map { [$0] } ?? [])
    if !path.isEmpty { passed["X-Forwarded-For"] = path.joined(separator: ", ") }
    passed["X-Forwarded-Proto"] =
      known["X-Forwarded-Proto"] ?? (client.isSecure ? "https" : "http")
    passed["X-Forwarded-Host"] = known["X-Forwarded-Host"] ?? self["Host"]
    passed["Forwarded"] = known["Forwarded"]
    passed["Host"] = keepsHost ? self["Host"] : nil
    passed.append("Via", "\(client.httpVersion) chassis")
    return passed
  }

  /// The fields without those that are for the next step alone.
  nonisolated var withoutFieldsOfTheConnection: Headers {
    let named = values(of: "Connection").flatMap { $0.split(separator: ",") }
    let dropped = Set(
      Self.fieldsOfTheConnection + named.map { $0.trimmed.lowercased() })
    var passed = Headers()
    for (name, value) in self where !dropped.contains(name.lowercased()) {
      passed.append(name, value)
    }
    return passed
  }

  private nonisolated static let fieldsOfTheConnection = [
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection",
    "te", "trailer", "transfer-encoding", "upgrade",
  ]
}
