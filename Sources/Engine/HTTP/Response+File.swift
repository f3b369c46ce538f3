// A file as an answer: the head from here, the bytes from the disk to the network without passing through this process.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Response {
  /// Sends a file, or the bytes of `range`, as the body; the answer is whole then. Suspends while the client is slow.
  ///
  /// ```swift
  /// let file = try await openFile("video.mp4")
  /// response.writeHead(200, ["Content-Type": "video/mp4"])
  /// try await response.end(file: file)
  /// ```
  ///
  /// `Content-Length` is the number of these bytes; status and other fields (`Content-Range` for a part) are the handler's.
  /// What never has a body (HEAD, 204, 304) gets none.
  ///
  /// Throws only while another answer can still be given: `FileEndedEarly` where the file has no such range, `SystemError`
  /// where it is closed or no file. Once the head is sent, a file that becomes shorter or cannot be read cuts the connection,
  /// so that the answer does not look whole, and the terminal says why. A client that leaves is no error, as with
  /// `end(_:)`.
  ///
  /// Node: `pipeline(fs.createReadStream(path), response)`
  public func end(file: OpenFile, range: Range<Int>? = nil) async throws {
    guard !isEnded else { return report("\(name): the answer was ended twice; the second is lost") }
    guard framing == nil else {
      report("\(name): a file was to follow what `write` sent; the connection is cut")
      return destroy()
    }
    let range = try file.sendable(range)
    if let hold {
      hold.fileBytes = range.count
      try await prepare()
      hold.fileBytes = nil
      if hold.filter != nil { return try await pass(file, range) }
    }
    isEnded = true
    guard sendHead(.whole(count: range.count)), let connection else { return }
    if framing != BodyFraming.none {
      bodyBytes = range.count
      await send(file, range, over: connection)
    }
    finish()
  }

  private func send(_ file: OpenFile, _ range: Range<Int>, over connection: HTTPConnection) async {
    connection.flush()
    do { try await connection.socket.sendFile(file, range: range) } catch {
      // Where the client is gone, the connection knows it already.
      guard connection.socket.isOpen else { return }
      if !(error is CancellationError) { report("\(name): \(error); the connection is cut") }
      connection.abort()
    }
  }
}

extension OpenFile {
  /// The range that can be sent of the file as it is now.
  fileprivate func sendable(_ range: Range<Int>?) throws -> Range<Int> {
    let now = try FileCalls.status(of: try openDescriptor("sendfile"), path)
    guard now.kind == .file else { throw SystemError("sendfile", path: path, number: ENOTSUP) }
    let range = range ?? 0..<now.size
    guard range.lowerBound >= 0, range.upperBound <= now.size else {
      throw FileEndedEarly(path: path, end: range.upperBound)
    }
    return range
  }
}
