// A file as an answer: all of it, a part, or only the word that the client has it already. For `staticFiles` and
// `response.sendFile`.
//
// First it is decided, then fields are set: an answer that is refused carries none of the file's.
//
//     If-Match, If-Unmodified-Since    ──▶ 412
//     If-None-Match, If-Modified-Since ──▶ 304
//     Range, If-Range                  ──▶ 206, or 416 where there is no such part, or all of it
//
// One part is sent, as a file's bytes. Several parts that do not touch would need a body of their own kind
// (multipart/byteranges), which few clients ask for; they get the whole file.

/// What the answer says about a file.
nonisolated struct FileFields: Sendable {
  /// How long it may be kept without asking again; nil: nothing is said about that.
  var maxAge: Duration? = .zero
  /// Whether it never changes: then it is not asked for again, even when a page is reloaded.
  var immutable = false
  /// Whether its version is named by a tag, made of its size and its time.
  var etag = true
  /// Whether its version is named by its time.
  var lastModified = true
  /// Whether parts of it can be asked for.
  var acceptRanges = true

  /// `public, max-age=3600, immutable`; at most a year, as RFC 9111 has it.
  var cacheControl: String? {
    maxAge.map { age in
      let seconds = min(max(0, age.components.seconds), 31_536_000)
      return "public, max-age=\(seconds)\(immutable ? ", immutable" : "")"
    }
  }

  /// Weak, because a file can change twice within the same millisecond.
  func version(of file: FileStatus, encoding: String? = nil) -> Version {
    let milliseconds = file.modified * 1_000 + Int64(file.modifiedNanoseconds / 1_000_000)
    let size = String(file.size, radix: 16)
    let suffix = encoding.map { "-\($0)" } ?? ""
    return Version(
      tag: etag
        ? EntityTag(weak: "\(size)-\(String(milliseconds, radix: 16))\(suffix)") : nil,
      modified: lastModified ? file.modified : nil)
  }
}

/// How much of a file is sent.
nonisolated enum FilePart: Equatable {
  case all
  case part(Range<Int>)
  case notModified
  case preconditionFailed
  case unsatisfiable

  /// Decides for a request with these fields. Parts are for GET alone (RFC 9110 section 14.2).
  init(_ method: String, _ fields: Headers, _ version: Version, size: Int, acceptRanges: Bool) {
    let conditions = Preconditions(fields: fields)
    if conditions.fail(for: version) {
      self = .preconditionFailed
    } else if conditions.isFresh(version) {
      self = .notModified
    } else if method == "GET", acceptRanges, let field = fields["Range"],
      conditions.allowsPart(of: version)
    {
      switch RequestedRanges(field, size: size).combined {
      case .ranges(let ranges, "bytes"): self = ranges.count == 1 ? .part(ranges[0]) : .all
      case .unsatisfiable where field.lowercased().hasPrefix("bytes"): self = .unsatisfiable
      default: self = .all
      }
    } else {
      self = .all
    }
  }
}

extension Response {
  /// Answers with a file that is open.
  ///
  /// - Parameters:
  ///   - name: by which its type is told, unless one was set.
  ///   - encoding: how its bytes are encoded: `gzip`.
  ///
  /// Throws `HTTPError` 412 and 416 before anything is set.
  func answer(
    _ file: OpenFile, name: String, _ fields: FileFields, encoding: String? = nil,
    prepare: () -> Void = {}
  ) async throws {
    defer { file.close() }
    guard mayAnswer() else { return }
    let version = version(of: file.status, fields, encoding)
    let part = part(version, size: file.status.size, fields)
    switch part {
    case .preconditionFailed: throw HTTPError(412, code: "precondition.failed")
    case .unsatisfiable:
      throw HTTPError(
        416, code: "range.unsatisfiable",
        headers: ["Content-Range": "bytes */\(file.status.size)"])
    default: break
    }
    set(version, fields)
    if case .notModified = part {
      prepare()
      return status(304).send()
    }
    if !headers.contains("Content-Type") {
      type(MediaType.named(String(Path.extname(name).dropFirst())) ?? "application/octet-stream")
    }
    if let encoding { set("Content-Encoding", encoding) }
    prepare()
    guard case .part(let range) = part else { return try await end(file: file) }
    set("Content-Range", "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(file.status.size)")
    try await status(206).end(file: file, range: range)
  }

  /// What a handler has set itself counts.
  private func version(of file: FileStatus, _ fields: FileFields, _ encoding: String?) -> Version {
    var version = fields.version(of: file, encoding: encoding)
    if let tag = headers["ETag"] { version.tag = EntityTag(tag) }
    if let date = headers["Last-Modified"] { version.modified = parseHTTPDate(date) }
    return version
  }

  /// Only what is answered to GET and HEAD with 200 is the thing that conditions speak of.
  private func part(_ version: Version, size: Int, _ fields: FileFields) -> FilePart {
    let method = request.head.method
    guard statusCode == 200, method == "GET" || method == "HEAD" else { return .all }
    return FilePart(
      method, request.headers, version, size: size, acceptRanges: fields.acceptRanges)
  }

  private func set(_ version: Version, _ fields: FileFields) {
    func setUnlessSet(_ name: String, _ value: String?) {
      if let value, !headers.contains(name) { headers.append(name, value) }
    }
    setUnlessSet("Accept-Ranges", fields.acceptRanges ? "bytes" : nil)
    setUnlessSet("Cache-Control", fields.cacheControl)
    setUnlessSet("Last-Modified", version.modified.map { httpDate($0) })
    setUnlessSet("ETag", version.tag?.description)
  }
}
