// What the head of an answer says of the connection that it goes over.

extension HTTPConnection {
  func headWriter(
    _ status: Int, _ headers: Headers, _ method: String, _ version: HTTPVersion
  ) -> ResponseHeadWriter {
    // A client that still waits for `100 Continue` may or may not send its body now: nobody could tell what comes next.
    ResponseHeadWriter(
      status: status, headers: headers, method: method, version: version,
      keepsAlive: keepsAlive && (!awaitsContinue || decoder.isFinished) && !server.isClosing,
      standing: server.standingLines())
  }
}
