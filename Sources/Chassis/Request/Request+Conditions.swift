// What a request's fields ask of the answer: whether the client has it already, which part of it it wants; and what they say
// about its body.

extension Request {
  /// Whether the client has the answer already, as it stands: its `ETag` and `Last-Modified` against what the client sent.
  ///
  /// ```swift
  /// response.set("ETag", "\"\(notes.count)\"")
  /// if request.fresh { return response.status(304).send() }
  /// ```
  ///
  /// GET and HEAD only, and only for an answer of status 2xx or 304.
  ///
  /// Express: `req.fresh`. Source: RFC 9110 section 13.1
  public var fresh: Bool { exchange.response?.isFresh ?? false }

  /// Whether the answer must be sent whole: the opposite of `fresh`.
  ///
  /// Express: `req.stale`
  public var stale: Bool { !fresh }

  /// Whether a script of a page asks, by one of the libraries that say so: `X-Requested-With: XMLHttpRequest`.
  ///
  /// Express: `req.xhr`
  public var xhr: Bool { headers["X-Requested-With"]?.lowercased() == "xmlhttprequest" }

  /// Which parts of something of `size` bytes the client wants, nil if it wants all of it.
  ///
  /// ```swift
  /// if case .ranges(let ranges, "bytes") = request.range(users.count, combine: true) {
  ///   response.status(206).send("\(ranges.count)")
  /// }
  /// ```
  ///
  /// - Parameter combine: whether parts that touch or overlap become one.
  ///
  /// Express: `req.range`
  public func range(_ size: Int, combine: Bool = false) -> RequestedRanges? {
    let ranges = get("Range").map { RequestedRanges($0, size: size) }
    return combine ? ranges?.combined : ranges
  }

  /// Whether the body is of one of these types: nil where there is no body, `.other` where it is of none of them, else the
  /// type.
  ///
  /// ```swift
  /// if request.is("json", "text/*") == .other { return response.sendStatus(415) }
  /// let type = request.is("+json")?.type
  /// ```
  ///
  /// A type is a short name (`json`, `urlencoded`, `multipart`), a media type, one with `*` for a half, or a suffix. It is
  /// given back as it was asked for; for `*` and a suffix the body's own is.
  ///
  /// Express: `req.is`
  public func `is`(_ types: String...) -> BodyType? {
    guard headers.contains("Content-Length") || headers.contains("Transfer-Encoding") else {
      return nil
    }
    guard let name = get("Content-Type").flatMap({ MediaType($0) })?.name else { return .other }
    if types.isEmpty { return .type(name) }
    guard let type = types.first(where: { type(name, fits: $0) }) else { return .other }
    return .type(type.hasPrefix("+") || type.contains("*") ? name : type)
  }

  private func type(_ name: String, fits wanted: String) -> Bool {
    let wanted = wanted.lowercased()
    switch wanted {
    case "urlencoded": return name == "application/x-www-form-urlencoded"
    case "multipart": return name.hasPrefix("multipart/")
    case _ where wanted.hasPrefix("+"): return name.hasSuffix(wanted)
    case _ where !wanted.contains("/"):
      return MediaType.named(wanted).flatMap { MediaType($0) }?.name == name
    default: break
    }
    let (halves, found) = (wanted.split(separator: "/"), name.split(separator: "/"))
    guard halves.count == 2, found.count == 2 else { return false }
    guard halves[0] == "*" || halves[0] == found[0] else { return false }
    if halves[1].hasPrefix("*+") { return found[1].hasSuffix(halves[1].dropFirst()) }
    return halves[1] == "*" || halves[1] == found[1]
  }
}

/// What `request.is` found of a body's type.
///
/// Express: what `req.is` returns; `false` is `other`
public nonisolated enum BodyType: Equatable, Sendable, ExpressibleByStringLiteral {
  /// None of those asked for.
  case other
  case type(String)

  /// The type, if it is one of those asked for.
  public var type: String? {
    if case .type(let type) = self { type } else { nil }
  }

  public init(stringLiteral type: String) { self = .type(type) }
}
