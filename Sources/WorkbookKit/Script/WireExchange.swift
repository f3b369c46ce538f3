// One exchange over a raw socket: the bytes of a request out, an answer in, exactly as it comes.
//
// No HTTP client in between that would tidy things up: what is compared is what was on the wire. Engine's parsers read the
// answer, because they refuse what is malformed instead of guessing.

import Engine

/// A connection to a server under test, kept from one request to the next as long as the server keeps it.
@MainActor public final class WireConnection {
  private let host: String
  private let port: Int
  private let timeLimit: Duration
  private var socket: Socket?
  /// What came behind the last answer: nothing, if all is well.
  private var leftover: [UInt8] = []

  public init(host: String, port: Int, timeLimit: Duration = .seconds(5)) {
    self.host = host
    self.port = port
    self.timeLimit = timeLimit
  }

  /// Sends a request and reads its answer. A connection that turns out to be dead is opened anew, once.
  ///
  /// - Parameter whenSent: called when all of the request has been written.
  ///
  /// Throws `WireError`.
  public func exchange(
    _ request: WireRequest, whenSent: @escaping @MainActor () -> Void = {}
  ) async throws -> WireResponse {
    let wasKept = socket != nil
    do { return try await attempt(request, whenSent) } catch let error as WireError {
      close()
      guard wasKept, error == .closedBeforeAnswer else { throw error }
      do { return try await attempt(request, whenSent) } catch WireError.cannotConnect {
        // Nobody listens any more: what was seen first says more.
        throw error
      }
    }
  }

  public func close() {
    socket?.close()
    socket = nil
    leftover = []
  }

  private func attempt(
    _ request: WireRequest, _ whenSent: @escaping @MainActor () -> Void
  ) async throws -> WireResponse {
    let socket = try await connected()
    let start = ContinuousClock.now
    // The time limit closes the socket; whoever waits for it is told so, and says that it was too late.
    var isLate = false
    let alarm = setTimeout(timeLimit) {
      isLate = true
      socket.close()
    }
    defer { alarm.cancel() }
    do {
      // An upload that the server refuses half-way still has an answer: reading goes on when writing fails.
      let upload = Task {
        try await socket.write(request.bytes)
        whenSent()
      }
      var reader = AnswerReader(method: request.method, start: start)
      var answer = try await reader.read(from: socket)
      upload.cancel()
      try await settleFate(of: socket, &answer, reader)
      return answer
    } catch let error as WireError {
      throw isLate ? .tooLate(timeLimit) : error
    } catch {
      throw isLate ? WireError.tooLate(timeLimit) : .broken("\(error)")
    }
  }

  private func connected() async throws -> Socket {
    if let socket { return socket }
    do {
      let socket = try await Socket.connect(host: host, port: port, timeout: timeLimit)
      self.socket = socket
      return socket
    } catch { throw WireError.cannotConnect("\(error)") }
  }

  /// Looks at what the server does with the connection. Where it said that it closes, its closing is waited for.
  private func settleFate(
    of socket: Socket, _ answer: inout WireResponse, _ reader: AnswerReader
  ) async throws {
    guard reader.leftover.isEmpty else { throw WireError.moreThanTheAnswer(reader.leftover) }
    guard reader.serverCloses else {
      answer.fate = .kept
      return
    }
    if !reader.sawEnd, let more = try await socket.read() {
      throw WireError.moreThanTheAnswer(more)
    }
    answer.fate = .closed
    close()
  }
}

/// Why an exchange failed.
public enum WireError: Error, Equatable, Sendable, CustomStringConvertible {
  case cannotConnect(String)
  case closedBeforeAnswer
  case closedWithinAnswer([UInt8])
  case malformed(String, [UInt8])
  case moreThanTheAnswer([UInt8])
  case tooLate(Duration)
  case tooLarge(bytes: Int)
  case broken(String)

  public var description: String {
    switch self {
    case .cannotConnect(let reason): "the server takes no connection: \(reason)"
    case .closedBeforeAnswer: "the server closed the connection without an answer"
    case .closedWithinAnswer(let bytes):
      "the server closed the connection before its answer was whole; it had sent \(shownBytes(bytes))"
    case .malformed(let reason, let bytes):
      "the answer is no HTTP: \(reason); it was \(shownBytes(bytes))"
    case .moreThanTheAnswer(let bytes): "the server sent more than its answer: \(shownBytes(bytes))"
    case .tooLate(let limit): "no whole answer within \(seconds(limit)) s"
    case .tooLarge(let bytes):
      "the answer has more than \(bytes / ResourceLimits.mebibyte) MiB, and is not read further"
    case .broken(let reason): "the connection broke: \(reason)"
    }
  }

  /// `5`, or `0.8`
  private func seconds(_ limit: Duration) -> String {
    let seconds = limit / .seconds(1)
    return seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
  }
}
