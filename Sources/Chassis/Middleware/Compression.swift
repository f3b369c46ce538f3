// Makes answers smaller on their way, where the client can make them large again.
//
//     text, JSON, SVG … ─▶ over 1 KiB? ─▶ does the client take gzip or deflate? ─▶ smaller
//     pictures, films, archives: small already, left alone
//
// An answer that is given whole is held until its handler has returned, and compressed as a whole; a long one off the
// loop, because a megabyte takes 30 ms. One that comes in pieces is compressed piece by piece; what gathers in the
// compressor is let out after each piece where somebody waits for it, as for server-sent events.
//
// Whoever sees the length of compressed bytes learns something of their content. So a page that holds a secret and text
// from the request, side by side, is better left out, by `when` (the attack is named BREACH).
//
// Source: RFC 9110 sections 8.4 and 12.5.3

/// Middleware that compresses answers with gzip or deflate.
///
/// ```swift
/// app.use(compression())
/// app.get("/letters") { request, response in response.send(String(repeating: "letters ", count: 200)) }
/// // GET /letters  Accept-Encoding: gzip → 200  Content-Encoding: gzip  Vary: Accept-Encoding
/// ```
///
/// Left alone are answers that are compressed already, whose type is not worth it, parts of a file (206), those that say
/// `Cache-Control: no-transform`, and those without a body. `Vary: Accept-Encoding` is added where it was worth a
/// thought; a strong `ETag` becomes weak, because the bytes are others now.
///
/// - Parameters:
///   - threshold: the bytes from which on it pays. A stream whose length nobody knows always counts as long.
///   - level: how hard to try: 1 is quick, 9 is small.
///   - when: which answers may be compressed at all.
///
/// Express: `compression`
public func compression(
  threshold: Int = 1_024, level: Int = 6,
  when mayCompress: @escaping @MainActor (Request, Response) -> Bool = { _, _ in true },
  file: StaticString = #fileID, line: UInt = #line
) -> Middleware {
  if let problem = compressionProblem(threshold: threshold, level: level) {
    endProcess("\(SourceLocation(file: file, line: line)): compression: \(problem)")
  }
  return { request, response, next in
    let compressIfUseful: Response.Preparation = {
      guard response.isWorthCompressing(from: threshold), mayCompress(request, response) else {
        return
      }
      response.vary("Accept-Encoding")
      guard let coding = ContentCoding.preferred(by: request.get("Accept-Encoding")) else { return }
      await response.compress(coding, level)
    }
    try await response.hold(until: compressIfUseful) { try await next() }
  }
}

/// What is wrong with the options; nil if nothing is.
nonisolated func compressionProblem(threshold: Int, level: Int) -> String? {
  if threshold < 0 { return "threshold: \(threshold) is no number of bytes; it is at least 0" }
  if !(1...9).contains(level) { return "level: \(level) is no level; it is 1 (quick) to 9 (small)" }
  return nil
}

extension Response {
  fileprivate func isWorthCompressing(from threshold: Int) -> Bool {
    guard statusCode >= 200, ![204, 205, 206, 304].contains(statusCode),
      !headers.contains("Content-Encoding"), !headers.contains("Content-Range"),
      expectedLength ?? .max >= max(1, threshold), !forbidsTransforming,
      let type = headers["Content-Type"].flatMap(MediaType.init)
    else { return false }
    return type.shrinks
  }

  private var forbidsTransforming: Bool {
    let directives = (headers["Cache-Control"] ?? "").split(separator: ",")
    return directives.contains { $0.trimmed.lowercased() == "no-transform" }
  }

  fileprivate func compress(_ coding: ContentCoding, _ level: Int) async {
    if let whole = heldBody {
      let small = await compressed(whole, coding.format, level)
      guard small.count < whole.count else { return }
      replaceHeldBody(small)
    } else {
      let type = headers["Content-Type"].flatMap(MediaType.init)
      filterBody(compressor(coding.format, level, flushes: type?.isLive == true))
    }
    headers["Content-Length"] = nil
    headers["Content-Encoding"] = coding.rawValue
    if let tag = headers["ETag"], tag.hasPrefix("\"") { headers["ETag"] = "W/\(tag)" }
  }
}

/// Changes the pieces of a stream.
private func compressor(
  _ format: CompressionFormat, _ level: Int, flushes: Bool
) -> BodyFilter {
  let deflater = Deflater(format, level: level)
  return { bytes, isLast in
    let ready = bytes.isEmpty ? [] : deflater.deflate(bytes)
    if isLast { return ready + deflater.finish() }
    return flushes && !bytes.isEmpty ? ready + deflater.flush() : ready
  }
}

private func compressed(
  _ bytes: [UInt8], _ format: CompressionFormat, _ level: Int
) async -> [UInt8] {
  if bytes.count <= 16_384 { return Deflater.deflate(bytes, as: format, level: level) }
  return await compressedElsewhere(bytes, format, level)
}

@concurrent private func compressedElsewhere(
  _ bytes: [UInt8], _ format: CompressionFormat, _ level: Int
) async -> [UInt8] { Deflater.deflate(bytes, as: format, level: level) }

extension MediaType {
  /// Whether compression makes such bytes notably smaller: text in one dress or another.
  nonisolated var shrinks: Bool {
    if name.hasPrefix("text/") || name.hasSuffix("+json") || name.hasSuffix("+xml")
      || name.hasSuffix("+text")
    {
      return true
    }
    return Self.shrinking.contains(name)
  }

  /// Whether somebody waits for each piece.
  nonisolated var isLive: Bool {
    ["text/event-stream", "application/x-ndjson", "application/json-seq"].contains(name)
  }

  private nonisolated static let shrinking: Set<String> = [
    "application/json", "application/javascript", "application/xml", "application/x-ndjson",
    "application/json-seq", "application/x-www-form-urlencoded", "application/wasm",
    "application/rtf", "application/sql", "application/graphql", "font/otf", "font/ttf",
    "image/bmp", "image/x-icon",
  ]
}
