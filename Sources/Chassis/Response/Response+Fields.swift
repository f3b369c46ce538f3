// Status and header fields. Each method returns the response, so that they chain: `response.status(404).json(…)`.

extension Response {
  /// Sets the status, 200 to 999 (the ones below are not answers). Once the head is sent, nothing changes it.
  ///
  /// Express: `res.status`
  @discardableResult public func status(_ code: Int) -> Response {
    guard !headersSent else { return self }
    if (200...999).contains(code) {
      statusCode = code
    } else {
      fail(Mistake("status(\(code)): the status of an answer has three digits, from 200 on"))
    }
    return self
  }

  /// Sets a header field, in the place of what it had.
  ///
  /// Express: `res.set`
  @discardableResult public func set(_ name: String, _ value: String) -> Response {
    headers[name] = value
    return self
  }

  /// The value of a header field set before.
  ///
  /// Express: `res.get`
  public func get(_ name: String) -> String? { headers[name] }

  /// Adds a header field beside what it has.
  ///
  /// Express: `res.append`
  @discardableResult public func append(_ name: String, _ value: String) -> Response {
    headers.append(name, value)
    return self
  }

  /// Sets the type of the body: a media type, or a short name such as `html`, `json`, `text`, `png`. Text that names no
  /// charset is UTF-8.
  ///
  /// Express: `res.type`
  @discardableResult public func type(_ type: String) -> Response {
    guard type.contains("/") else {
      let name = type.split(separator: ".").last.map(String.init) ?? type
      return set("Content-Type", MediaType.named(name) ?? "application/octet-stream")
    }
    let needsCharset = type.hasPrefix("text/") && !type.lowercased().contains("charset")
    return set("Content-Type", needsCharset ? "\(type); charset=utf-8" : type)
  }

  /// Names a request field on which the answer depends, for caches. A name that is there already is not repeated.
  ///
  /// Express: `res.vary`
  @discardableResult public func vary(_ field: String) -> Response {
    let present = (headers["Vary"] ?? "").split(separator: ",").map(\.trimmed)
    if present.contains("*") { return self }
    if field == "*" { return set("Vary", field) }
    var all = present
    for name in field.split(separator: ",").map(\.trimmed)
    where !all.contains(where: { $0.lowercased() == name.lowercased() }) { all.append(name) }
    return set("Vary", all.joined(separator: ", "))
  }
}
