// What a route's path means: text such as "/users/:id" parsed once, at registration, into a plain value.
//
// The grammar is path-to-regexp's, version 8, which Express 5 uses:
//
//     pattern   = *( text / parameter / wildcard / group )
//     parameter = ":" name            one or more characters other than "/"
//     wildcard  = "*" name            one or more characters, "/" among them
//     group     = "{" pattern "}"     may be absent
//     name      = identifier / DQUOTE 1*character DQUOTE
//     text      = any character but ( ) [ ] { } + ? ! : * and backslash; "\" before one of them takes it as it is
//
// Groups are written out: "/users{/:id}" becomes the two alternatives "/users/:id" and "/users", tried in this
// order. So what matches paths (PathMatcher) knows three kinds of tokens and no nesting.

/// A path with named places, as routes and mounts are registered with.
///
/// ```swift
/// app.get("/users/:id") { request, response in … }            // one segment
/// app.get("/files/*path") { request, response in … }          // the rest of the path
/// app.get("/{:language/}about") { request, response in … }    // with or without a language
/// ```
///
/// Source: path-to-regexp 8. Express: path
nonisolated struct PathPattern: Equatable, Sendable {
  enum Token: Equatable, Sendable {
    /// Bytes that must stand in the path as they are, percent-encoded where a URL needs it.
    case text([UInt8])
    /// One or more bytes other than "/".
    case parameter(String)
    /// One or more bytes.
    case wildcard(String)
  }

  /// The pattern as it was written.
  let text: String
  /// The pattern without groups: the first alternative that matches counts.
  let alternatives: [[Token]]

  /// The pattern of what stands under a mount: one slash between them.
  static func joined(_ mount: String, _ own: String) -> String {
    let mount = mount.hasSuffix("/") ? String(mount.dropLast()) : mount
    return own == "/" && !mount.isEmpty ? mount : mount + own
  }

  /// Parses a pattern.
  ///
  /// Throws `PathPatternError`, which shows the place.
  init(_ text: String) throws(PathPatternError) {
    self.text = text
    var parser = PathPatternParser(text)
    alternatives = try parser.parse()
  }
}

extension PathPattern.Token {
  /// The name under which the matched part is found.
  nonisolated var name: String? {
    switch self {
    case .text: nil
    case .parameter(let name), .wildcard(let name): name
    }
  }
}

/// What is wrong with a path, where, and what to write instead.
nonisolated struct PathPatternError: Error, Equatable, CustomStringConvertible {
  let pattern: String
  /// How many characters stand before the place.
  let offset: Int
  let reason: String
  let hint: String

  /// Three lines: the reason, the pattern with a caret under the place, the hint.
  var description: String {
    """
    bad path, character \(offset + 1): \(reason)
      \(pattern)
      \(String(repeating: " ", count: offset))^ \(hint)
    """
  }
}
