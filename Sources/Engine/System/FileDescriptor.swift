// Who closes a file? Whoever held it last.
//
// The system gives a closed descriptor's number to the next file that is opened. If one thread closed number 7 while
// another was about to read from 7, the second would read somebody else's file. So a number is never closed by hand:
// it lives in an object, work on another thread holds that object, and the number is closed when nobody holds it.

/// A descriptor that is closed when the last who holds it lets go.
nonisolated final class FileDescriptor: Sendable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { closeDescriptor(number) }
}
