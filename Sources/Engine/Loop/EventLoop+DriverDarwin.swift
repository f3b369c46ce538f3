#if canImport(Darwin)
  // Which driver gets the main thread on Apple's systems, and how it keeps it. Twin: `EventLoop+Driver.swift`.

  import CoreFoundation

  extension EventLoop {
    /// The portable driver, which is there already.
    func takeMainThread() {}
  }

  /// Serves the main queue on this thread, for ever. `dispatchMain()` would end this thread and leave the queue to
  /// whichever is free: programs may rely on one.
  func serveMainQueue() -> Never {
    while true { CFRunLoopRun() }
  }
#endif
