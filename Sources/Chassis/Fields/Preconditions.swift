// Whether a request still makes sense, now that its client may have an old version or the newest one already.
//
//     If-Match, If-Unmodified-Since        "only if it is still what I know"     else 412
//     If-None-Match, If-Modified-Since     "only if it is not what I know"       else 304
//     If-Range                             "a part, if it is still what I know"  else the whole
//
// Of each line the tag counts, and the date only where there is no tag. Dates have whole seconds.
//
// Source: RFC 9110 sections 13.1 and 13.2.2

/// A version of what is answered: its tag and its date, as far as it has them.
nonisolated struct Version: Equatable {
  var tag: EntityTag?
  /// Seconds since 1970.
  var modified: Int64?
}

nonisolated struct Preconditions {
  /// The fields of the request.
  let fields: Headers

  /// Whether `If-Match` or `If-Unmodified-Since` says that the client knows another version.
  func fail(for version: Version) -> Bool {
    if let match = fields["If-Match"] {
      return !EntityTags(match).contain(version.tag) { $0.equalsStrongly($1) }
    }
    guard let limit = date("If-Unmodified-Since"), let modified = version.modified else {
      return false
    }
    return modified > limit
  }

  /// Whether the client has this version already. `Cache-Control: no-cache` means that it wants it anew all the same.
  func isFresh(_ version: Version) -> Bool {
    let noneMatch = fields["If-None-Match"]
    guard noneMatch != nil || fields.contains("If-Modified-Since"), !asksAnew else { return false }
    if let noneMatch {
      return EntityTags(noneMatch).contain(version.tag) { $0.equalsWeakly($1) }
    }
    guard let since = date("If-Modified-Since"), let modified = version.modified else {
      return false
    }
    return modified <= since
  }

  /// Whether a part may be sent: without `If-Range`, or where it names this version. A weak tag names no bytes.
  func allowsPart(of version: Version) -> Bool {
    guard let condition = fields["If-Range"] else { return true }
    if let tag = EntityTag(condition.trimmed) {
      return version.tag.map { tag.equalsStrongly($0) } ?? false
    }
    guard let date = parseHTTPDate(condition) else { return false }
    return date == version.modified
  }

  private var asksAnew: Bool {
    (fields["Cache-Control"] ?? "").pieces(by: UInt8(ascii: ",")).contains {
      $0.lowercased() == "no-cache"
    }
  }

  /// A date that is none sets no condition.
  private func date(_ name: String) -> Int64? { fields[name].flatMap { parseHTTPDate($0) } }
}
