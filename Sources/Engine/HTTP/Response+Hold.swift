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
    let hold = self.hold ?? Hold()
    self.hold = hold
    let depth = hold.preparations.count
    hold.preparations.append(prepare)
    do { try await body() } catch {
      try await release(hold, to: depth)
      throw error
    }
    try await release(hold, to: depth)
  }

  /// How many preparations wait.
  public var holds: Int { hold?.preparations.count ?? 0 }

  /// Forgets the preparations behind the first `depth`, and the answer that waits for them: another one is given at once,
  /// without those who hold it having come to their end.
  public func dropHolds(to depth: Int) {
    guard let hold else { return }
    hold.preparations.removeLast(max(0, hold.preparations.count - depth))
    if hold.body != nil { (hold.body, isEnded, isSettled) = (nil, false, false) }
    if depth == 0 { self.hold = nil }
  }

  private func release(_ hold: Hold, to depth: Int) async throws {
    try await self.prepare(to: depth)
    guard depth == 0, self.hold === hold else { return }
    self.hold = nil
    guard let bytes = hold.body else { return }
    isEnded = false
    end(bytes)
  }

  /// Runs the preparations, the innermost first. Fields can be set in them, whatever has been settled before.
  func prepare(to depth: Int = 0) async throws {
    guard let hold, hold.preparations.count > depth else { return }
    let wereSettled = isSettled
    if !isUnderWay { isSettled = false }
    do {
      while hold.preparations.count > depth { try await hold.preparations.removeLast()() }
    } catch {
      hold.preparations.removeLast(max(0, hold.preparations.count - depth))
      if hold.body != nil { (hold.body, isEnded) = (nil, false) }
      throw error
    }
    // Unless it was forgotten meanwhile.
    if self.hold === hold { isSettled = wereSettled }
  }

  /// The whole answer is there; it counts as given.
  func keep(_ bytes: [UInt8], in hold: Hold) {
    isSettled = true
    hold.body = bytes
  }
}

/// What must be done before anything is sent, and the body that waits for it.
final class Hold {
  var preparations: [Response.Preparation] = []
  var body: [UInt8]?

  nonisolated deinit {}
}
