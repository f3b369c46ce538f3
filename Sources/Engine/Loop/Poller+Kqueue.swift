#if canImport(Darwin)
  // The poller on Apple's systems: kqueue. Its twin for Linux is `Poller+Epoll.swift`.
  //
  // One difference shows: epoll tells of a broken connection always, kqueue only where a filter stands. A connection from
  // which nothing is wanted at the moment (a paused upload) is found broken here at the next read or write.

  import Darwin

  /// Asks kqueue which descriptors are ready.
  nonisolated struct SystemPoller: Poller {
    let descriptor: Int32
    private var events = [kevent](repeating: kevent(), count: 256)

    init() {
      descriptor = kqueue()
      precondition(descriptor >= 0, "\(SystemError("kqueue"))")
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    func add(_ token: WatchToken, _ interest: Interest) {
      change(token, from: [], to: interest)
    }

    /// kqueue keeps reading and writing as two filters: each that differs is added or deleted.
    func change(_ token: WatchToken, from old: Interest, to new: Interest) {
      for (flag, filter) in [(Interest.read, EVFILT_READ), (.write, EVFILT_WRITE)]
      where old.contains(flag) != new.contains(flag) {
        control(token, Int16(filter), new.contains(flag) ? EV_ADD : EV_DELETE)
      }
    }

    func remove(_ token: WatchToken, _ interest: Interest) {
      change(token, from: interest, to: [])
    }

    mutating func wait(timeout: Int64?) -> Int {
      var time = timespec(
        tv_sec: Int((timeout ?? 0) / 1_000_000_000), tv_nsec: Int((timeout ?? 0) % 1_000_000_000))
      let count = withUnsafePointer(to: &time) { limit in
        kevent(descriptor, nil, 0, &events, Int32(events.count), timeout == nil ? nil : limit)
      }
      return max(0, Int(count))  // 0: time is up. -1: a signal came; the loop asks again.
    }

    func event(at index: Int) -> (token: WatchToken, readiness: Readiness) {
      let bits = UInt64(UInt(bitPattern: events[index].udata))
      return (WatchToken(bits: bits), readiness(events[index]))
    }

    private func control(_ token: WatchToken, _ filter: Int16, _ operation: Int32) {
      var change = kevent(
        ident: UInt(token.descriptor), filter: filter, flags: UInt16(operation), fflags: 0, data: 0,
        udata: UnsafeMutableRawPointer(bitPattern: UInt(token.bits)))
      let result = kevent(descriptor, &change, 1, nil, 0, nil)
      precondition(result == 0, "\(SystemError("kevent")) on descriptor \(token.descriptor)")
    }

    /// The end of a stream is something to read. On the write side it means that the peer takes no more; with an
    /// error beside it (`fflags`) the connection broke.
    private func readiness(_ event: kevent) -> Readiness {
      let ended = event.flags & UInt16(EV_EOF) != 0
      let gone = ended && (event.fflags != 0 || event.filter == Int16(EVFILT_WRITE))
      let side: Readiness = event.filter == Int16(EVFILT_READ) ? .read : .write
      return gone ? [side, .gone] : side
    }
  }
#endif
