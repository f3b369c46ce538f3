// What a request carries: bytes that are there, or chunks that are asked for one after the other.

/// The body of a request that a client sends.
///
/// ```swift
/// let client = HTTPClient()
/// _ = try await client.send("PUT", "http://127.0.0.1:3000/notes/1", body: "milk")
/// _ = try await client.send("POST", "http://127.0.0.1:3000/copy", body: .chunks(from: request.body))
/// ```
///
/// Bytes and text are sent with their length, chunks as `Transfer-Encoding: chunked`, unless the request's headers
/// announce a `Content-Length`. The next chunk is asked for when the server has taken most of those before.
///
/// Node: `request.write`, `request.end`, `stream.pipe`
public struct ClientBody: ExpressibleByStringLiteral {
  /// Where chunks come from, and whether anybody has asked for one yet.
  final class Source {
    private(set) var isBegun = false
    private let give: @MainActor () async throws -> [UInt8]?

    init(_ give: @escaping @MainActor () async throws -> [UInt8]?) { self.give = give }

    nonisolated deinit {}

    /// The next chunk; nil after the last.
    func next() async throws -> [UInt8]? {
      isBegun = true
      return try await give()
    }
  }

  enum Content {
    case none
    case bytes([UInt8])
    case chunks(Source)
  }

  let content: Content

  private init(_ content: Content) { self.content = content }

  public init(stringLiteral text: String) { self = .text(text) }

  /// No body at all.
  public static var none: ClientBody { ClientBody(.none) }

  /// These bytes.
  public static func bytes(_ bytes: [UInt8]) -> ClientBody { ClientBody(.bytes(bytes)) }

  /// The UTF-8 bytes of a text.
  public static func text(_ text: String) -> ClientBody { ClientBody(.bytes(Array(text.utf8))) }

  /// What `next` gives, until it gives nil. What it throws cuts the connection and is thrown to the sender.
  public static func chunks(_ next: @escaping @MainActor () async throws -> [UInt8]?) -> ClientBody
  {
    ClientBody(.chunks(Source(next)))
  }

  /// The elements of a sequence, such as the body of a request that is being served.
  public static func chunks<Chunks: AsyncSequence>(from chunks: Chunks) -> ClientBody
  where Chunks.Element == [UInt8] {
    var iterator = chunks.makeAsyncIterator()
    return .chunks { try await iterator.next(isolation: MainActor.shared) }
  }

  /// Whether all of it is still there, to be sent again: chunks are gone once they were asked for.
  var isRepeatable: Bool { if case .chunks(let source) = content { !source.isBegun } else { true } }
}
