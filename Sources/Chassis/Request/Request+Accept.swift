// What a client would like to have: which type, encoding, language and charset of what can be offered.

extension Request {
  /// Which of the types offered the client likes best, nil if it takes none. Without an `Accept` field the first.
  ///
  /// ```swift
  /// switch request.accepts("html", "json") {
  /// case "html": response.send("<p>Rahul</p>")
  /// case "json": response.json(["name": "Rahul"])
  /// default: response.sendStatus(406)
  /// }
  /// ```
  ///
  /// Short names (`html`) and media types (`text/html`) are given back as they were offered.
  ///
  /// Express: `req.accepts`
  public func accepts(_ offered: String...) -> String? { accepts(offered) }

  /// The types and ranges of types that the client asks for, the dearest first.
  ///
  /// Express: `req.accepts()`
  public func accepts() -> [String] { Wishes(.types, get("Accept")).names }

  /// Which of the content encodings offered the client likes best, nil if it takes none. `identity`, the bytes as they
  /// are, it takes unless it says otherwise; without an `Accept-Encoding` field only that.
  ///
  /// ```swift
  /// let encoding = request.acceptsEncodings("br", "gzip", "identity")
  /// ```
  ///
  /// Express: `req.acceptsEncodings`
  public func acceptsEncodings(_ offered: String...) -> String? {
    Wishes(.encodings, get("Accept-Encoding")).preferred(among: offered)
  }

  /// The encodings that the client takes, the dearest first.
  ///
  /// Express: `req.acceptsEncodings()`
  public func acceptsEncodings() -> [String] { Wishes(.encodings, get("Accept-Encoding")).names }

  /// Which of the languages offered the client likes best, nil if it takes none.
  ///
  /// ```swift
  /// let language = request.acceptsLanguages("en", "hi") ?? "en"
  /// ```
  ///
  /// Who asks for `en-US` takes `en` too, and who asks for `en` takes `en-US`.
  ///
  /// Express: `req.acceptsLanguages`
  public func acceptsLanguages(_ offered: String...) -> String? {
    Wishes(.languages, get("Accept-Language")).preferred(among: offered)
  }

  /// The languages that the client asks for, in lower case, the dearest first.
  ///
  /// Express: `req.acceptsLanguages()`
  public func acceptsLanguages() -> [String] { Wishes(.languages, get("Accept-Language")).names }

  /// Which of the charsets offered the client likes best, nil if it takes none.
  ///
  /// Express: `req.acceptsCharsets`
  public func acceptsCharsets(_ offered: String...) -> String? {
    Wishes(.charsets, get("Accept-Charset")).preferred(among: offered)
  }

  /// The charsets that the client asks for, in lower case, the dearest first.
  ///
  /// Express: `req.acceptsCharsets()`
  public func acceptsCharsets() -> [String] { Wishes(.charsets, get("Accept-Charset")).names }

  func accepts(_ offered: [String]) -> String? {
    acceptable(offered, accept: get("Accept"))
  }
}

/// Which of the types offered, some by short names, an `Accept` value prefers.
nonisolated func acceptable(_ offered: [String], accept: String?) -> String? {
  guard let accept else { return offered.first }
  let types = offered.map { name in
    name.contains("/") ? name : MediaType.named(name).flatMap { MediaType($0) }?.name ?? ""
  }
  let best = Wishes(.types, accept).preferred(among: types)
  return best.flatMap { types.firstIndex(of: $0) }.map { offered[$0] }
}
