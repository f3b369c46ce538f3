// An answer as a handler writes it.
//
// Nothing is sent before the first `write` or `end`, so an answer that is given whole gets its `Content-Length`, and
// status and fields can be changed until then.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The answer to one request.
///
/// ```swift
/// response.writeHead(200, ["Content-Type": "text/plain; charset=utf-8"])
/// response.end("Welcome to the homepage")
/// ```
///
/// Node: `http.ServerResponse`
public final class Response {
  /// The request that is answered.
  ///
  /// Node: `response.req`
  public let request: Request
  /// The status; 200 unless set.
  ///
  /// Node: `response.statusCode`
  public var statusCode: Int {
    get { status }
    set {
      guard !isSettled else {
        return report(
          "\(name): a status was set after the head was sent, and is lost; set it before writeHead and the first bytes"
        )
      }
      status = newValue
      guard !(200...999).contains(newValue), upgraded == nil else { return }
      report("\(name): \(newValue) is no status of an answer (200 to 999); answered 500 instead")
      status = 500
    }
  }
  /// The header fields that will be sent. Names and values are checked when the head is sent: an illegal one (a line
  /// break in a value) is never sent; the client gets a 500 and the terminal says which field it was.
  ///
  /// Node: `response.setHeader`, `response.getHeader`
  public var headers = Headers() {
    didSet {
      if isSettled {
        report(
          "\(name): a header was set after the head was sent, and is lost; set it before writeHead and the first bytes"
        )
      }
    }
  }
  /// Whether the head is settled: `writeHead` was called, or bytes were sent.
  ///
  /// Node: `response.headersSent`
  public var headersSent: Bool { isSettled }
  /// Whether the answer is whole.
  ///
  /// Node: `response.writableEnded`
  public var ended: Bool { isEnded }
  /// Fields to be sent behind the body, where it is streamed in chunks: what is known only at its end, such as a
  /// checksum. Name them in a `Trailer` field before.
  ///
  /// Source: RFC 9110 section 6.5. Node: `response.addTrailers`
  public var trailers = Headers()
  /// How many bytes of the body are sent or on their way, without those that frame it. For logs.
  public var sentBodyBytes: Int { bodyBytes }

  // Within Engine these are read and set directly: a public property is read by other modules, and the compiler then
  // checks every access to it at run time.
  private var status = 200
  var bodyBytes = 0
  var isSettled = false
  var isEnded = false
  /// What must be done before anything is sent, where there is something (see `Response+Hold.swift`).
  var hold: Hold?

  /// Nil once the answer is over, or nobody is there to take it.
  private(set) var connection: HTTPConnection?
  /// What the connection has become, if this answer was `101 Switching Protocols`.
  private(set) var upgraded: UpgradedConnection?
  /// How the body is framed, once the head is on its way.
  private(set) var framing: BodyFraming?

  init(to request: Request, connection: HTTPConnection) {
    self.request = request
    self.connection = connection
  }

  /// Nothing to do, and so no need to come back to the loop for it, which an isolated `deinit` would.
  nonisolated deinit {}

  /// Settles status and fields, on top of those set before. They are sent with the first bytes of the body.
  ///
  /// Node: `response.writeHead`
  public func writeHead(_ statusCode: Int, _ headers: Headers = [:]) {
    guard !isSettled else {
      return report("\(name): the head was written twice; the second is lost")
    }
    self.statusCode = statusCode
    if self.headers.fields.isEmpty {
      self.headers = headers
    } else {
      for field in headers.fields { self.headers[field.name] = nil }
      for field in headers.fields { self.headers.append(field.name, field.value) }
    }
    isSettled = true
  }

  /// How messages name the request, and the part of the program that answers it.
  var name: String {
    let place = request.frameworkState as? any CustomStringConvertible
    return "\(request.head.method) \(request.head.target)" + (place.map { ", in \($0)" } ?? "")
  }

  // MARK: The body

  /// Sends a piece of the body: chunked, unless the length was set before. Suspends while the client is slow.
  ///
  /// Throws `SystemError` when the client is gone.
  ///
  /// Node: `response.write`
  public func write(_ bytes: [UInt8]) async throws {
    if hold != nil { try await prepare() }
    guard !isEnded, let connection else { throw SystemError.clientIsGone }
    if framing == nil, !sendHead(.streamed) { return }
    connection.send(framed(hold?.filter?(bytes, false) ?? bytes))
    try await connection.socket.belowHighWaterMark()
    guard self.connection != nil else { throw SystemError.clientIsGone }
  }

  /// Sends a piece of the body as UTF-8.
  public func write(_ text: String) async throws { try await write(Array(text.utf8)) }

  /// Sends the last piece of the body, or all of it; the answer is whole then.
  ///
  /// Node: `response.end`
  public func end(_ bytes: [UInt8] = []) {
    guard !isEnded else { return report("\(name): the answer was ended twice; the second is lost") }
    isEnded = true
    if let hold, !hold.preparations.isEmpty { return keep(bytes, in: hold) }
    if framing == nil {
      bytes.withUnsafeBufferPointer { sendWhole($0) }
    } else {
      sendLast(hold?.filter?(bytes, true) ?? bytes)
    }
    finish()
  }

  /// The answer is whole, and the connection's again.
  func finish() {
    let connection = self.connection
    self.connection = nil
    connection?.answerEnded()
  }

  /// Sends the last piece of the body, or all of it, as UTF-8.
  public func end(_ text: String) {
    guard !isEnded, hold == nil, framing == nil else { return end(Array(text.utf8)) }
    isEnded = true
    text.withBytes { sendWhole($0) }
    finish()
  }

  /// Cuts the connection. For an answer that cannot be finished: it must not look whole.
  ///
  /// Node: `response.destroy`
  public func destroy() {
    hold?.body = nil
    isEnded = true
    isSettled = true
    connection?.abort()
  }

  // MARK: Within Engine

  /// Answers with one line of text instead. Fields that described the body that was meant are removed; others stay.
  func fail(_ status: Int, _ text: String) {
    isSettled = false
    for name in ["Content-Encoding", "Content-Language", "Content-Length", "Content-Range", "ETag"]
    {
      headers[name] = nil
    }
    headers["Content-Type"] = "text/plain; charset=utf-8"
    headers["X-Content-Type-Options"] = "nosniff"
    statusCode = status
    end(text)
  }

  /// Whether bytes of this answer are on their way, so that another cannot be given in its place.
  var isUnderWay: Bool { framing != nil }

  /// The answer was `101 Switching Protocols`: HTTP has nothing more to say here.
  func becomeUpgrade(_ upgraded: UpgradedConnection) {
    self.upgraded = upgraded
    status = 101
    (isSettled, isEnded) = (true, true)
    connection = nil
  }

  /// Nobody will take this answer any more.
  func detach() { connection = nil }

  var clientIsGone: Bool { connection == nil && !isEnded }

  private func sendWhole(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let connection else { return }
    do throws(IllegalHeader) {
      let writer = connection.headWriter(
        status, headers, request.head.method, request.head.version)
      var written = try writer.write(.whole(count: bytes.count), reserving: bytes.count)
      framing = written.framing
      isSettled = true
      if written.framing != .none {
        written.bytes.append(contentsOf: bytes)
        bodyBytes = bytes.count
      }
      connection.send(written.bytes, thenKeepAlive: written.keepsAlive)
    } catch { replaceByError(error) }
  }

  /// Sends the head of a streamed answer; false if it could not be sent and an error was sent instead.
  func sendHead(_ body: ResponseHeadWriter.Body) -> Bool {
    guard let connection else { return false }
    do throws(IllegalHeader) {
      let written = try connection.headWriter(
        status, headers, request.head.method, request.head.version
      ).write(body)
      framing = written.framing
      isSettled = true
      connection.send(written.bytes, thenKeepAlive: written.keepsAlive)
      return true
    } catch {
      replaceByError(error)
      return false
    }
  }

  private func replaceByError(_ error: IllegalHeader) {
    report("\(name): \(error); answered 500 instead")
    isEnded = false
    isSettled = false
    headers = Headers()
    fail(500, reasonPhrase(for: 500))
  }

  /// The last piece. A body that is not as long as announced cannot be mended: the connection is cut.
  private func sendLast(_ bytes: [UInt8]) {
    guard let connection else { return }
    if !bytes.isEmpty { connection.send(framed(bytes)) }
    if case .chunked = framing { connection.send(lastChunk()) }
    if case .length(let announced) = framing, bodyBytes != announced {
      report("\(name): Content-Length says \(announced), but the body had \(bodyBytes) bytes")
      connection.abort()
    }
  }

  /// The empty chunk, and the fields behind it. One that may not stand there is left out, and the terminal says so.
  private func lastChunk() -> [UInt8] {
    var bytes = Array("0\r\n".utf8)
    for field in trailers.fields {
      do throws(IllegalHeader) { try bytes.append(trailer: field) } catch {
        report("\(name): trailer left out: \(error)")
      }
    }
    return bytes + [13, 10]
  }

  /// A piece of the body as it goes over the wire.
  private func framed(_ bytes: [UInt8]) -> [UInt8] {
    bodyBytes += bytes.count
    switch framing {
    case .chunked where !bytes.isEmpty:
      return Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + [13, 10]
    case .length(let announced) where bodyBytes > announced: return []
    case .length, .untilClose: return bytes
    default: return []
    }
  }
}

extension SystemError {
  /// What writing to somebody who left gives.
  nonisolated static var clientIsGone: SystemError {
    SystemError("write", number: EPIPE)
  }
}
