#if os(Linux)
  // Which driver gets the main thread on Linux. Twin: `EventLoop+DriverDarwin.swift`.

  extension EventLoop {
    /// The main thread's own driver, or the portable one when ENGINE_LOOP=dispatch asks for it.
    func takeMainThread() {
      guard environment["ENGINE_LOOP"] != "dispatch" else { return }
      (driver as? DispatchDriver)?.retire()
      driver = MainThreadDriver()
    }
  }
#endif
