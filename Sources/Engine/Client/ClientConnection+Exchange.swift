// A request goes out and an answer begins. Both may overlap: a server may answer before it has read everything, so the
// chunks of a body are sent by a task of their own while the answer is awaited.
//
//     head ──▶ body ─────────────▶                       head ──▶ (Expect: 100-continue)
//                 ◀── 103 ◀── 200 head ◀── its body           ◀── 100, or nothing for a second: body ──▶
//                                                             ◀── 413: the body stays here
//
// Source: RFC 9112 sections 6.3 and 9, RFC 9110 sections 10.1.1 and 15.2

extension ClientConnection {
  /// Sends a request and waits for the head of its answer.
  func ask(_ request: ClientRequest, _ patience: ClientPatience) async throws -> ClientResponse {
    do {
      if let end = patience.end { throw end }
      begin(request, patience)
      let (head, framing) = try await readHead(request.method)
      keepsAlive =
        head.asksToStay && !request.asksToClose && framing != .untilClose
        && !head.hasForbiddenBody
      announcedIdle = head.announcedIdle
      stopSending(unwantedBy: head)
      return ClientResponse(head, from: url, body: ResponseBody(framing, over: self))
    } catch {
      close()
      throw error
    }
  }

  private func begin(_ request: ClientRequest, _ patience: ClientPatience) {
    url = "\(request.url)"
    self.patience = patience
    patience.stop = { [weak self] in self?.fail($0) }
    requestIsWhole = false
    queuedBytes = 0
    answerHasBegun = false
    queue(request.head)
    if request.asksBeforeBody { holdBack(request) } else { sendBody(of: request) }
    watchForFirstByte()
  }

  // MARK: The request

  private func holdBack(_ request: ClientRequest) {
    heldBack = request
    goAheadAlarm = setTimeout(pool.limits.goAhead) { [weak self] in self?.sendHeldBack() }
  }

  /// The server wants the body, or does not know that it was asked.
  private func sendHeldBack() {
    guard let request = heldBack else { return }
    heldBack = nil
    goAheadAlarm?.cancel()
    sendBody(of: request)
  }

  private func sendBody(of request: ClientRequest) {
    switch request.body.content {
    case .none: requestIsWhole = true
    case .bytes(let bytes):
      queue(bytes)
      requestIsWhole = true
    case .chunks(let source):
      upload = Task { await send(chunks: source, request.framing) }
    }
  }

  /// A final answer has come. A body that was held back is not wanted; nor is the rest of one that is refused by a server
  /// which then closes (RFC 9112 section 9.5).
  private func stopSending(unwantedBy head: ResponseHead) {
    heldBack = nil
    goAheadAlarm?.cancel()
    if head.status >= 400, !head.asksToStay { upload?.cancel() }
  }

  /// Hands bytes to the socket; false if the connection is broken, which the next read tells, or finds an answer first.
  @discardableResult private func queue(_ bytes: [UInt8]) -> Bool {
    guard (try? socket.sendSoon(bytes)) != nil else { return false }
    queuedBytes += bytes.count
    return true
  }

  private func send(chunks source: ClientBody.Source, _ framing: BodyFraming) async {
    var sent = 0
    do {
      while let chunk = try await source.next() {
        guard phase == .busy, !Task.isCancelled else { return }
        if chunk.isEmpty { continue }
        sent += chunk.count
        if case .length(let announced) = framing, sent > announced {
          throw HTTPClientError(url, .wrongLength(announced: announced, sent: sent))
        }
        guard queue(framing == .chunked ? chunk.asChunk : chunk),
          (try? await socket.belowHighWaterMark()) != nil
        else { return }
      }
      if case .length(let announced) = framing, sent < announced {
        throw HTTPClientError(url, .wrongLength(announced: announced, sent: sent))
      }
    } catch {
      if !Task.isCancelled { fail(error) }
      return
    }
    guard phase == .busy, !Task.isCancelled else { return }
    if framing == .chunked { queue(Array("0\r\n\r\n".utf8)) }
    requestIsWhole = true
    if awaitsWord { watchForFirstByte() }
  }

  /// The server is silent as long as it neither answers nor takes what waits for it. A request body whose next chunk is
  /// not there yet is no silence of the server.
  private func watchForFirstByte() {
    let taken = queuedBytes - socket.waitingBytes
    let limit = pool.limits.firstByte
    awaitsWord = true
    firstByteAlarm?.cancel()
    firstByteAlarm = setTimeout(limit) { [weak self] in
      guard let self, phase == .busy, awaitsWord else { return }
      let owesChunk = !requestIsWhole && socket.waitingBytes == 0
      if owesChunk || queuedBytes - socket.waitingBytes > taken { return watchForFirstByte() }
      fail(HTTPClientError(url, .timedOut(.firstByte, after: limit)))
    }
  }

  // MARK: The answer's head

  /// The head of the final answer. Interim answers come before it: 100 Continue asks for the body, others (103 Early
  /// Hints) are skipped.
  private func readHead(_ method: String) async throws -> (ResponseHead, BodyFraming) {
    let limits = HeadParser.Limits(
      headBytes: pool.limits.headBytes, fieldCount: pool.limits.fieldCount)
    for _ in 0..<100 {
      let head = try await readOneHead(limits)
      guard head.status < 200 else {
        do throws(MalformedMessage) { return (head, try head.framing(answering: method)) } catch {
          throw HTTPClientError(url, .malformed(error))
        }
      }
      if head.status == 101 {
        throw malformed("101 for a request that asked for no other protocol")
      }
      if head.status == 100 { sendHeldBack() }
      if inbox.isEmpty { watchForFirstByte() }
    }
    throw malformed("a hundred interim answers and no final one")
  }

  private func readOneHead(_ limits: HeadParser.Limits) async throws -> ResponseHead {
    var parser = ResponseHeadParser(limits: limits)
    while true {
      switch parser.parse(inbox.span) {
      case .complete(let head, let length):
        inbox.removeFirst(length)
        return head
      case .invalid(let error) where error.status == 414 || error.status == 431:
        throw HTTPClientError(url, .headTooLarge(limit: limits.headBytes))
      case .invalid(let error): throw HTTPClientError(url, .malformed(error))
      case .needMore: break
      }
      if case .bytes = try await readMore() { continue }
      guard answerHasBegun else { throw HTTPClientError(url, .connectionLost) }
      throw HTTPClientError(url, .truncated("the connection ended before its head was whole"))
    }
  }

  private func malformed(_ reason: String) -> HTTPClientError {
    HTTPClientError(url, .malformed(MalformedMessage(status: 400, reason: reason, offset: 0)))
  }
}

extension [UInt8] {
  /// The bytes as one chunk of a chunked body.
  fileprivate nonisolated var asChunk: [UInt8] {
    Array("\(String(count, radix: 16))\r\n".utf8) + self + [13, 10]
  }
}

extension ResponseHead {
  /// Whether the server would keep the connection: 1.1 unless it says `close`, 1.0 if it says `keep-alive`.
  fileprivate nonisolated var asksToStay: Bool {
    guard let connection = headers["Connection"] else { return version == .http11 }
    return !connection.namesToken("close")
      && (version == .http11 || connection.namesToken("keep-alive"))
  }

  /// Whether it announces a body where none can be. It is not waited for; what would come of it nevertheless must not be
  /// taken for the next answer.
  fileprivate nonisolated var hasForbiddenBody: Bool {
    status == 204
      && (headers.contains("Transfer-Encoding") || !["0", nil].contains(headers["Content-Length"]))
  }

  /// For how long the server keeps an idle connection, less a second in which a request could cross its closing.
  fileprivate nonisolated var announcedIdle: Duration? {
    let parameters = headers["Keep-Alive"]?.lowercased().split(separator: ",") ?? []
    let timeout = parameters.lazy.map(\.trimmingSpaces).first { $0.hasPrefix("timeout=") }
    return timeout.flatMap { Int($0.dropFirst(8)) }.map { .seconds(max($0, 1) - 1) }
  }
}
