// Keeping an answer back until something else is done: a session must be stored before its answer leaves, because the
// client's next request may come right behind it.
//
//     hold ─▶ body: response.end("welcome")     kept: nothing is sent yet
//          ─▶ prepare: the session is stored    may still set fields; may fail, and then another answer can be given
//          ─▶ sent
//
// An answer that is streamed cannot be kept: it is prepared at its first `write`, and what is held is the handler.

extension Response {
  /// What is done before anything is sent.
  public typealias Preparation = @MainActor () async throws -> Void

  /// Runs `body`, and `prepare` before any byte of the answer that it gives is sent.
  ///
  /// ```swift
  /// try await response.hold(until: { response.headers["X-Users"] = "\(users.count)" }) {
  ///   response.end("welcome")
  /// }
  /// ```
  ///
  /// An answer that `body` gives whole is kept until `body` has returned or thrown and `prepare` has run; one that it
  /// streams, until `prepare` has run. Where nothing was answered, `prepare` runs all the same: somebody will answer.
  ///
  /// Throws what `body` throws. Where `prepare` throws, that is thrown, the kept answer is forgotten, and another one can
  /// be given.
  public func hold(until prepare: @escaping Preparation, _ body: () async throws -> Void)
    async throws
  {
    let depth = preparations.count
    preparations.append(prepare)
    do { try await body() } catch {
      try await release(to: depth)
      throw error
    }
    try await release(to: depth)
  }

  /// How many preparations wait.
  public var holds: Int { preparations.count }

  /// Forgets the preparations behind the first `depth`, and the answer that waits for them: another one is given at once,
  /// without those who hold it having come to their end.
  public func dropHolds(to depth: Int) {
    guard preparations.count > depth else { return }
    preparations.removeLast(preparations.count - depth)
    if heldBody != nil { (heldBody, ended, headersSent) = (nil, false, false) }
  }

  private func release(to depth: Int) async throws {
    try await self.prepare(to: depth)
    guard preparations.isEmpty, let bytes = heldBody else { return }
    heldBody = nil
    ended = false
    end(bytes)
  }

  /// Runs the preparations, the innermost first. Fields can be set in them, whatever has been settled before.
  func prepare(to depth: Int = 0) async throws {
    guard preparations.count > depth else { return }
    let wereSettled = headersSent
    if !isUnderWay { headersSent = false }
    do {
      while preparations.count > depth { try await preparations.removeLast()() }
    } catch {
      preparations.removeLast(max(0, preparations.count - depth))
      if heldBody != nil { (heldBody, ended) = (nil, false) }
      throw error
    }
    headersSent = wereSettled
  }

  /// The whole answer is there; it counts as given.
  func keep(_ bytes: [UInt8]) {
    headersSent = true
    heldBody = bytes
  }
}
