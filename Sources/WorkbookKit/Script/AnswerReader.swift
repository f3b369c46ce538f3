// Reads one answer from a socket, with Engine's parsers, and notes how it came.

import Engine

/// Reads an answer's head and body.
struct AnswerReader {
  /// Bytes that an answer may have, head and all: 16 MiB. A server under test must not fill the memory of who asks it.
  static let limit = 16 * ResourceLimits.mebibyte

  private let method: String
  private let start: ContinuousClock.Instant
  private var bytes: [UInt8] = []
  private var received = 0
  private var interim: [Int] = []
  /// Whether the server has closed its side.
  private(set) var sawEnd = false
  /// Whether the answer says that the connection ends with it.
  private(set) var serverCloses = false

  init(method: String, start: ContinuousClock.Instant) {
    self.method = method
    self.start = start
  }

  /// What came behind the answer.
  var leftover: [UInt8] { bytes }

  @MainActor mutating func read(from socket: Socket) async throws -> WireResponse {
    var head = try await readHead(from: socket)
    while head.status < 200, head.status != 101 {
      interim.append(head.status)
      head = try await readHead(from: socket)
    }
    let framing: BodyFraming
    do { framing = try head.framing(answering: method) } catch {
      throw WireError.malformed(error.reason, bytes)
    }
    let body = try await readBody(framing, from: socket)
    serverCloses = closes(head, framing)
    return WireResponse(
      version: head.version.rawValue, status: head.status, reason: head.reason,
      fields: head.headers.map { .init(name: $0.name, value: $0.value) },
      framing: framing.onTheWire,
      body: body, fate: .kept, interim: interim, duration: ContinuousClock.now - start)
  }

  @MainActor private mutating func readHead(from socket: Socket) async throws -> ResponseHead {
    var parser = ResponseHeadParser()
    while true {
      switch parser.parse(bytes.span) {
      case .complete(let head, let length):
        bytes.removeFirst(length)
        return head
      case .invalid(let reason): throw WireError.malformed("\(reason)", bytes)
      case .needMore:
        guard try await receive(from: socket) else {
          throw bytes.isEmpty ? WireError.closedBeforeAnswer : .closedWithinAnswer(bytes)
        }
      }
    }
  }

  @MainActor private mutating func readBody(
    _ framing: BodyFraming, from socket: Socket
  ) async throws -> [UInt8] {
    var decoder = BodyDecoder(framing)
    var body: [UInt8] = []
    while true {
      do { bytes.removeFirst(try decoder.decode(bytes.span, into: &body)) } catch {
        throw WireError.malformed("\(error)", bytes)
      }
      if decoder.isFinished { return body }
      guard try await receive(from: socket) else {
        guard decoder.endsWithConnection else { throw WireError.closedWithinAnswer(body) }
        return body
      }
    }
  }

  /// Takes what comes next; false if the server has sent everything. A reset counts as the end.
  @MainActor private mutating func receive(from socket: Socket) async throws -> Bool {
    let chunk: [UInt8]?
    do { chunk = try await socket.read() } catch let error as SystemError
      where error.code == "ECONNRESET"
    {
      chunk = nil
    }
    guard let chunk else {
      sawEnd = true
      return false
    }
    received += chunk.count
    guard received <= Self.limit else { throw WireError.tooLarge(bytes: Self.limit) }
    bytes += chunk
    return true
  }

  private func closes(_ head: ResponseHead, _ framing: BodyFraming) -> Bool {
    if sawEnd || framing == .untilClose { return true }
    let tokens = (head.headers["Connection"] ?? "").lowercased().split(separator: ",")
      .map { String($0.filter { $0 != " " && $0 != "\t" }) }
    return tokens.contains("close") || (head.version == .http10 && !tokens.contains("keep-alive"))
  }
}

extension BodyFraming {
  fileprivate var onTheWire: WireResponse.Framing {
    switch self {
    case .none: .none
    case .length(let count): .length(count)
    case .chunked: .chunked
    case .untilClose: .untilClose
    }
  }
}
