#if os(Linux)
  // The poller on Linux: epoll. Its twin for Apple's systems is `Poller+Kqueue.swift`.

  import CPlatform
  import Glibc

  /// Asks epoll which descriptors are ready.
  nonisolated struct SystemPoller: Poller {
    let descriptor: Int32
    private var events = [epoll_event](repeating: epoll_event(), count: 256)

    init() {
      descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
      precondition(descriptor >= 0, "\(SystemError("epoll_create1"))")
    }

    func add(_ token: WatchToken, _ interest: Interest) {
      control(EPOLL_CTL_ADD, token, interest)
    }

    func change(_ token: WatchToken, from old: Interest, to new: Interest) {
      control(EPOLL_CTL_MOD, token, new)
    }

    func remove(_ token: WatchToken, _ interest: Interest) {
      control(EPOLL_CTL_DEL, token, [])
    }

    mutating func wait(timeout: Int64?) -> Int {
      // Rounded up: a timer that is due in 0.2 ms must not make the loop spin until then.
      let milliseconds = timeout.map { Int32(clamping: $0.dividedRoundingUp(by: 1_000_000)) } ?? -1
      let count = epoll_wait(descriptor, &events, Int32(events.count), milliseconds)
      return max(0, Int(count))  // 0: time is up. -1: a signal came; the loop asks again.
    }

    func event(at index: Int) -> (token: WatchToken, readiness: Readiness) {
      (WatchToken(bits: events[index].data.u64), readiness(events[index].events))
    }

    private func control(_ operation: Int32, _ token: WatchToken, _ interest: Interest) {
      var event = epoll_event()
      if interest.contains(.read) { event.events |= EPOLLIN.rawValue }
      if interest.contains(.write) { event.events |= EPOLLOUT.rawValue }
      event.data.u64 = token.bits
      let result = epoll_ctl(descriptor, operation, token.descriptor, &event)
      precondition(result == 0, "\(SystemError("epoll_ctl")) on descriptor \(token.descriptor)")
    }

    private func readiness(_ bits: UInt32) -> Readiness {
      var readiness: Readiness = []
      if bits & EPOLLIN.rawValue != 0 { readiness.insert(.read) }
      if bits & EPOLLOUT.rawValue != 0 { readiness.insert(.write) }
      if bits & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 { readiness.insert(.gone) }
      return readiness
    }
  }

  extension Int64 {
    fileprivate nonisolated func dividedRoundingUp(by divisor: Int64) -> Int64 {
      self / divisor + (self % divisor > 0 ? 1 : 0)
    }
  }
#endif
