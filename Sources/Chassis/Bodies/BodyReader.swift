// What all parsers of bodies have in common: which bodies they take, and how they get at the bytes.
//
//     is there a body? ─ is it of a type that is taken? ─ can its charset be read? ─ its encoding?
//       └ no: on to the next layer ┘                        └ no: 415             ┘ └ no: 415
//
//     piece by piece from the wire ─▶ inflated ─▶ counted ─▶ verified ─▶ the parser's own part
//
// The limit counts what is kept, so the inflated bytes. What comes compressed is counted as well: blocks without content
// would inflate to nothing for ever.

/// Looks at the bytes of a body before it is parsed, and throws to refuse it: a signature over them that is wrong.
public typealias BodyVerifier = @MainActor (Request, [UInt8]) throws -> Void

struct BodyReader {
  let parser: BodyParsers
  let types: BodyTypes
  let limit: Int
  let inflate: Bool
  let verify: BodyVerifier?
  /// The charsets that can be read, the first of them where none is named; none where bytes stay bytes.
  let charsets: [Charset]

  /// The middleware: reads what fits, lets everything else pass.
  func middleware(
    _ parse: @escaping ([UInt8], Charset) throws -> BodyState.Content?
  ) -> Middleware {
    { request, _, next in
      if let type = request.typeOfBody(for: parser, types) {
        try await read(request, type, parse)
      }
      try await next()
    }
  }

  private func read(
    _ request: Request, _ type: MediaType,
    _ parse: ([UInt8], Charset) throws -> BodyState.Content?
  ) async throws {
    let charset = try charset(of: type)
    let bytes = try await bytes(request)
    do { try verify?(request, bytes) } catch { throw refusal(error) }
    let content = try parse(bytes, charset)
    request.exchange.found.body.content = content
    request.exchange.found.body.isThere = content != nil
  }

  private func charset(of type: MediaType) throws -> Charset {
    guard let standard = charsets.first, let name = type.charset else { return .utf8 }
    guard let charset = Charset(name), charsets.contains(charset) else {
      throw HTTPError(
        415, "charset \"\(name)\" is not supported; use \(standard.name)",
        code: "charset.unsupported")
    }
    return charset
  }

  /// The reason of a refusal is the program's own where it says so by an `HTTPError`.
  private func refusal(_ error: any Error) -> HTTPError {
    var refusal = error as? HTTPError ?? HTTPError(403, "the body was refused")
    refusal.code = refusal.code ?? "entity.verify.failed"
    return refusal
  }

  // MARK: Bytes

  private func bytes(_ request: Request) async throws -> [UInt8] {
    let format = try Self.compression(of: request, isTaken: inflate)
    do {
      guard let format else { return try await request.body.collect(upTo: limit) }
      return try await inflated(request.body, format)
    } catch let error as BodyError {
      throw HTTPError(error)
    } catch InflateError.tooLarge {
      throw HTTPError(BodyError.tooLarge(limit: limit))
    } catch let error as InflateError {
      throw HTTPError(400, "the body cannot be inflated: \(error)", code: "encoding.invalid")
    }
  }

  /// How the body is compressed, nil where it is not.
  static func compression(of request: Request, isTaken: Bool) throws -> CompressionFormat? {
    guard let encoding = request.get("Content-Encoding") else { return nil }
    switch encoding.lowercased() {
    case "identity", "": return nil
    case "gzip" where isTaken, "x-gzip" where isTaken: return .gzip
    case "deflate" where isTaken: return .deflate
    default:
      throw HTTPError(
        415, "content encoding \"\(encoding)\" is not supported", code: "encoding.unsupported")
    }
  }

  private func inflated(_ body: RequestBody, _ format: CompressionFormat) async throws -> [UInt8] {
    let inflater = Inflater(format, limit: limit)
    var bytes: [UInt8] = []
    var received = 0
    for try await chunk in body {
      received += chunk.count
      // Compression that makes longer, by more than its own head, is no compression.
      guard received <= 2 * limit + 1_024 else { throw BodyError.tooLarge(limit: limit) }
      bytes += try inflater.inflate(chunk)
    }
    if received > 0 { try inflater.finish() }
    return bytes
  }
}

extension Request {
  /// The type of the body if it is for this parser to read; nil where it is not. Either way it is remembered that the
  /// parser has been asked.
  func typeOfBody(for parser: BodyParsers, _ types: BodyTypes) -> MediaType? {
    let exchange = exchange
    exchange.found.body.parsers.insert(parser)
    if body.isAbsent { return nil }
    exchange.found.body.isThere = exchange.found.body.isThere || body.announcedLength != 0
    guard let type = get("Content-Type").flatMap({ MediaType($0) }), types.contain(type) else {
      if exchange.found.body.isThere { exchange.found.body.passedBy.append((parser, types)) }
      return nil
    }
    return exchange.found.body.content == nil ? type : nil
  }
}
