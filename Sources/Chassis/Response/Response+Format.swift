// One answer in several forms, of which the client chooses.

extension Response {
  /// Answers in the form that the client likes best, by its `Accept`.
  ///
  /// ```swift
  /// try await response.format([
  ///   "text": { response.send("Rahul") },
  ///   "html": { response.send("<p>Rahul</p>") },
  ///   "json": { response.json(user) },
  /// ])
  /// ```
  ///
  /// The type is set before the form is asked for, and `Vary: Accept` tells caches that there are others. A client without
  /// wishes gets the first form.
  ///
  /// - Parameters:
  ///   - forms: media types or short names, and what answers so.
  ///   - otherwise: what answers where the client takes none of them.
  ///
  /// Throws `HTTPError` 406 where the client takes none and there is no `otherwise`, and what the form throws.
  ///
  /// Express: `res.format`
  public func format(
    _ forms: KeyValuePairs<String, @MainActor () async throws -> Void>,
    otherwise: (@MainActor () async throws -> Void)? = nil
  ) async throws {
    guard mayAnswer() else { return }
    if !forms.isEmpty { vary("Accept") }
    let names = forms.map(\.key)
    let chosen = acceptable(names, accept: request.headers["Accept"])
    if let chosen, let form = forms.first(where: { $0.key == chosen }) {
      type(chosen)
      return try await form.value()
    }
    guard let otherwise else {
      let types = names.map { $0.contains("/") ? $0 : MediaType.named($0) ?? $0 }
      throw HTTPError(
        406, "this can be had as: \(types.joined(separator: ", "))", code: "format.unacceptable")
    }
    try await otherwise()
  }

  /// Points to other pages: the next one, the last one. What it pointed to before stays.
  ///
  /// ```swift
  /// response.links(["next": "/users?page=2", "last": "/users?page=9"])
  /// // Link: </users?page=2>; rel="next", </users?page=9>; rel="last"
  /// ```
  ///
  /// - Parameter links: what they are to this one (RFC 8288's relation types), and where they are.
  ///
  /// Express: `res.links`
  @discardableResult public func links(_ links: KeyValuePairs<String, String>) -> Response {
    var values = [headers["Link"]].compactMap { $0 }
    for (relation, url) in links {
      let isPlain = relation.utf8.allSatisfy { 0x20...0x7E ~= $0 && !#""\"#.utf8.contains($0) }
      guard isPlain, !relation.isEmpty else {
        fail(
          Mistake(
            "links: \"\(relation)\" is no name of a relation: letters, digits and \"-\", such as next"
          ))
        return self
      }
      values.append("<\(encodedURL(url))>; rel=\"\(relation)\"")
    }
    return values.isEmpty ? self : set("Link", values.joined(separator: ", "))
  }
}
