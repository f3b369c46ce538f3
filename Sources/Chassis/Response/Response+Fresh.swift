// Versions of an answer: the tag that it carries, and whether the client has it already.

/// Whether `send` and `json` name the version of what they answer, by its `ETag`.
///
/// ```swift
/// app.etag = .weak
/// ```
///
/// A client that has this version gets 304 without a body. That saves the network, not the work: the answer is made all the
/// same.
///
/// Express: the setting `etag`, which is weak from the start
public nonisolated enum ETagSetting: Sendable {
  case off
  /// The same tag means the same content.
  case weak
  /// The same tag means the same bytes.
  case strong
}

extension Response {
  /// Whether the client has this version already.
  var isFresh: Bool {
    let isSafe = request.head.method == "GET" || request.head.method == "HEAD"
    guard isSafe, 200..<300 ~= statusCode || statusCode == 304 else { return false }
    let version = Version(
      tag: headers["ETag"].flatMap { EntityTag($0) },
      modified: headers["Last-Modified"].flatMap { parseHTTPDate($0) })
    return Preconditions(fields: request.headers).isFresh(version)
  }

  /// Names the version of these bytes where the app wants that, and gives up the body where the client has it.
  func addETag(_ bytes: [UInt8], _ setting: ETagSetting) {
    guard request.head.method == "GET" || request.head.method == "HEAD", 200..<300 ~= statusCode
    else {
      return
    }
    if !headers.contains("ETag") {
      headers["ETag"] = EntityTag(of: bytes, isWeak: setting == .weak).description
    }
    if isFresh { statusCode = 304 }
  }
}
