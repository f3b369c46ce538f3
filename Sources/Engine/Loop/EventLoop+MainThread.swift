#if os(Linux)
  // The driver that owns the main thread, on Linux: the `while` that the word "event loop" means.
  //
  // It sleeps in one place only, in `epoll_wait`. libdispatch's main queue, by which every `await` comes back, has a
  // descriptor too (an eventfd); the loop watches it beside the sockets and then serves the queue itself. These two
  // functions, `_dispatch_…_4CF`, are the seam that CoreFoundation's run loop uses for the same purpose.

  import CPlatform
  import Glibc

  /// Turns the loop on the main thread.
  final class MainThreadDriver: LoopDriver {
    init() {
      let handle = _dispatch_get_main_queue_handle_4CF()
      EventLoop.main.watch(handle, for: .read) { _ in
        var signals: UInt64 = 0
        _ = read(handle, &signals, 8)  // Sets it back; the queue is served after the sockets.
      }
    }

    // The loop is awake, or sleeps in `epoll_wait`, which sees new descriptors by itself.
    func arm() {}
    // Before it sleeps, the loop asks anew how long it may.
    func timersChanged() {}
    func immediatesWait() {}

    func run() -> Never {
      let loop = EventLoop.main
      runContinuations()
      while true {
        loop.runTimers()
        runContinuations()
        loop.poll(timeout: loop.patience)
        runContinuations()
        loop.runImmediates()
        runContinuations()
      }
    }

    /// Serves what stands in the main queue now; what that puts into it is served after the next step. Costs next to
    /// nothing when it is empty.
    private func runContinuations() {
      EventLoop.main.measured { _dispatch_main_queue_callback_4CF(nil) }
    }
  }
#endif
