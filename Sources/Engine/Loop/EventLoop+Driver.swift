#if os(Linux)
  // Which driver gets the main thread on Linux, and how the portable one keeps it. Twin: `EventLoop+DriverDarwin.swift`.

  import CPlatform
  import Glibc

  extension EventLoop {
    /// The main thread's own driver, or the portable one when ENGINE_LOOP=dispatch asks for it.
    func takeMainThread() {
      guard environment["ENGINE_LOOP"] != "dispatch" else { return }
      (driver as? DispatchDriver)?.retire()
      driver = MainThreadDriver()
    }
  }

  /// Serves the main queue on this thread, for ever. `dispatchMain()` would end this thread and leave the queue to
  /// whichever is free: programs may rely on one.
  func serveMainQueue() -> Never {
    var queue = pollfd(fd: _dispatch_get_main_queue_handle_4CF(), events: Int16(POLLIN), revents: 0)
    while true {
      _dispatch_main_queue_callback_4CF(nil)
      _ = poll(&queue, 1, -1)
      var signals: UInt64 = 0
      _ = read(queue.fd, &signals, 8)
    }
  }
#endif
