// Two sockets that are connected with each other, within the process: no port, no network, and otherwise the same.
// Tests speak over them with a server that does not listen.

extension Socket {
  /// Two connected sockets: what is written to one is read from the other.
  ///
  /// ```swift
  /// let server = HTTPServer { request, response in response.end("hello") }
  /// let (ours, theirs) = try Socket.pair()
  /// server.serve(theirs)
  /// try await ours.write(Array("GET / HTTP/1.1\r\nHost: test\r\n\r\n".utf8))
  /// ```
  ///
  /// Neither has a `remoteAddress` in numbers. Throws `SystemError` (`EMFILE`) where the process has too many files open.
  public static func pair() throws(SystemError) -> (Socket, Socket) {
    guard let (first, second) = makeSocketPair() else { throw SystemError("socketpair") }
    return (Socket(descriptor: first), Socket(descriptor: second))
  }
}
