#if canImport(Darwin)
  // Which driver gets the main thread on Apple's systems. Twin: `EventLoop+Driver.swift`.

  extension EventLoop {
    /// The portable driver, which is there already.
    func takeMainThread() {}
  }
#endif
