// Paths that strangers send, taken apart before anything touches the file system.
//
//     /img/a%20cat.png   ──▶  ["img", "a cat.png"]
//     /img/..%2f.env     ──▶  no file
//
// Each segment is decoded by itself. One that could lead elsewhere (`..`, a slash or backslash that was encoded) names no
// file; one that begins with a dot is hidden, and the program says what that means. What remains can only go down.

/// What becomes of files and folders whose names begin with a dot: `.env`, `.git`.
///
/// Express: the option `dotfiles`
public nonisolated enum Dotfiles: Sendable {
  /// They are not there.
  case ignore
  /// They are refused with 403.
  case deny
  /// They are files like others.
  case allow
}

/// The segments of a path, nil if it cannot name a file.
///
/// Throws `HTTPError` 400 for bad percent-encoding and for NUL, which no honest client sends, 403 for a hidden name where
/// those are denied.
nonisolated func fileSegments(
  of path: String, isEncoded: Bool = true, dotfiles: Dotfiles = .ignore
) throws -> [String]? {
  var segments: [String] = []
  // By bytes: to a character belong the accents behind it, and the system knows no characters.
  for bytes in path.utf8.split(separator: slash, omittingEmptySubsequences: false).dropFirst() {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let segment = isEncoded ? try? decodeURIComponent(text) : text,
      !segment.utf8.contains(0)
    else { throw HTTPError(400, "malformed path", code: "path.malformed") }
    let leadsElsewhere = segment.utf8.contains { $0 == slash || $0 == UInt8(ascii: "\\") }
    if leadsElsewhere || segment == "." || segment == ".." { return nil }
    segments.append(segment)
  }
  if segments.last == "" { segments.removeLast() }
  // "//admin" is not "/admin" to a middleware that guards that path.
  if segments.contains("") { return nil }
  guard dotfiles != .allow, segments.contains(where: { $0.utf8.first == UInt8(ascii: ".") }) else {
    return segments
  }
  if dotfiles == .deny { throw HTTPError(403, code: "path.hidden") }
  return nil
}
