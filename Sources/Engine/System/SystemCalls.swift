// The system calls by which bytes move, each wrapped once: an outcome instead of -1 and `errno`.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What came of an attempt to move bytes without waiting.
nonisolated enum Transfer {
  /// So many bytes moved; more than none.
  case moved(Int)
  /// Nothing can move now; the poller will say when.
  case wouldBlock
  /// The peer has sent everything (reading only).
  case ended
  /// The connection is broken.
  case failed(SystemError)
}

/// What a descriptor stands for. For sockets the system has calls of their own, a shorter way in than those for everything.
nonisolated enum DescriptorKind { case socket, pipe, file }

/// Reads what has come, as far as it fits.
nonisolated func receive(
  from descriptor: Int32, _ kind: DescriptorKind, into buffer: UnsafeMutableRawBufferPointer
) -> Transfer {
  while true {
    let count =
      kind == .socket
      ? recv(descriptor, buffer.baseAddress, buffer.count, 0)
      : read(descriptor, buffer.baseAddress, buffer.count)
    if count > 0 { return .moved(count) }
    if count == 0 { return .ended }
    if errno == EINTR { continue }
    return errno == EAGAIN ? .wouldBlock : .failed(SystemError("read"))
  }
}

/// Reads from a place in a file, as far as it fits, and leaves the place where `read` goes on.
nonisolated func receive(
  from descriptor: Int32, at offset: Int, into buffer: UnsafeMutableRawBufferPointer
) -> Transfer {
  while true {
    let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
    if count > 0 { return .moved(count) }
    if count == 0 { return .ended }
    if errno != EINTR { return .failed(SystemError("read")) }
  }
}

/// Hands bytes to the system, as many as it takes.
nonisolated func send(
  _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ kind: DescriptorKind
) -> Transfer {
  while true {
    let count =
      kind == .socket
      ? send(descriptor, bytes.baseAddress, bytes.count, 0)
      : write(descriptor, bytes.baseAddress, bytes.count)
    if count >= 0 { return .moved(count) }
    if errno == EINTR { continue }
    return errno == EAGAIN ? .wouldBlock : .failed(SystemError("write"))
  }
}

/// Closes a descriptor. An error would leave nothing to do: the number is free in any case.
nonisolated func closeDescriptor(_ descriptor: Int32) { _ = close(descriptor) }

/// Makes reads and writes return at once instead of waiting, and keeps the descriptor from child processes.
nonisolated func makeNonBlocking(_ descriptor: Int32) {
  _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
  keepFromChildren(descriptor)
}

/// Closes a descriptor in the programs that this one starts.
nonisolated func keepFromChildren(_ descriptor: Int32) {
  _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
}

/// Waits, on a thread that may wait, until everybody who could write to a pipe is gone.
nonisolated func waitForEnd(of readEnd: Int32) {
  var byte: UInt8 = 0
  while true {
    let count = read(readEnd, &byte, 1)
    if count == 0 || (count < 0 && errno != EINTR) { return }
  }
}

/// Whether this process belongs to a terminal.
nonisolated func hasTerminal() -> Bool {
  let descriptor = open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC)
  guard descriptor >= 0 else { return false }
  closeDescriptor(descriptor)
  return true
}

/// How many cores this machine has; one at least.
nonisolated func processorCount() -> Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

/// Sends small writes at once instead of gathering them for a while (Nagle's algorithm off).
nonisolated func disableDelay(_ descriptor: Int32) {
  var on: Int32 = 1
  setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
}

/// Both ends of a new pipe, kept from child processes.
nonisolated func makePipe() throws(SystemError) -> (readEnd: Int32, writeEnd: Int32) {
  var ends: [Int32] = [0, 0]
  guard pipe(&ends) == 0 else { throw SystemError("pipe") }
  for end in ends { keepFromChildren(end) }
  return (ends[0], ends[1])
}
