// Single keys, as they are pressed: the terminal hands over whole lines unless it is told otherwise, and has to be told back
// at the end.

import Dispatch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads keys from the terminal at standard input, if there is one.
@MainActor final class KeyReader {
  /// Whether somebody could press a key.
  static var isPossible: Bool { isatty(0) == 1 && tcgetpgrp(0) == getpgrp() }

  /// The keys pressed; nothing where there is no terminal.
  let keys: AsyncStream<Character>
  private var source: (any DispatchSourceRead)?
  private static var settingsBefore: termios?

  init() {
    guard Self.isPossible else {
      keys = AsyncStream { $0.finish() }
      return
    }
    Self.askForSingleKeys()
    let (stream, continuation) = AsyncStream.makeStream(of: Character.self)
    keys = stream
    let source = DispatchSource.makeReadSource(fileDescriptor: 0, queue: .main)
    source.setEventHandler {
      var bytes = [UInt8](repeating: 0, count: 64)
      let count = read(0, &bytes, bytes.count)
      if count <= 0 { return continuation.finish() }
      for character in String(decoding: bytes.prefix(count), as: UTF8.self) {
        continuation.yield(character)
      }
    }
    source.activate()
    self.source = source
  }

  /// Reads no further.
  func stop() { source?.cancel() }

  private static func askForSingleKeys() {
    var settings = termios()
    guard tcgetattr(0, &settings) == 0 else { return }
    settingsBefore = settings
    settings.c_lflag &= ~tcflag_t(ICANON | ECHO)
    tcsetattr(0, TCSANOW, &settings)
  }

  /// Makes the terminal what it was before. Does nothing if it was never changed.
  static func restoreTerminal() {
    guard var settings = settingsBefore else { return }
    tcsetattr(0, TCSANOW, &settings)
    settingsBefore = nil
  }
}
