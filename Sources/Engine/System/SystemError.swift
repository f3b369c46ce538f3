// What the operating system said no to: which call, on what, and why.
//
// The text follows Node's, because a student will search for it: `ENOENT: no such file or directory, open "x.txt"`.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An error reported by a system call.
///
/// ```swift
/// do { _ = try await readFile("notes.txt") }
/// catch let error as SystemError where error.code == "ENOENT" { … }
/// ```
///
/// Node: `SystemError` (`err.code`, `err.syscall`, `err.path`, `err.dest`)
public nonisolated struct SystemError: Error, Equatable, CustomStringConvertible {
  /// The number the system gave (`errno`).
  public let number: Int32
  /// The call that failed: `open`, `bind`, `connect`, …
  public let call: String
  /// The file it was about, if it was about one.
  public let path: String?
  /// Where that file was to go: the second path of `rename`.
  public let destination: String?

  /// Describes a failed call; `number` is `errno` unless given.
  public init(
    _ call: String, path: String? = nil, destination: String? = nil, number: Int32 = errno
  ) {
    self.number = number
    self.call = call
    self.path = path
    self.destination = destination
  }

  /// The symbolic name: `ENOENT`. A number without a name here reads `E42`.
  public var code: String { Self.names[number] ?? "E\(number)" }

  public var description: String {
    let reason = String(cString: strerror(number)).lowercasedFirstLetter
    return "\(code): \(reason), \(call)" + (path.map { " \"\($0)\"" } ?? "")
      + (destination.map { " to \"\($0)\"" } ?? "")
  }

  /// The codes that servers, files and processes meet.
  private static let names: [Int32: String] = [
    EACCES: "EACCES", EADDRINUSE: "EADDRINUSE", EADDRNOTAVAIL: "EADDRNOTAVAIL", EAGAIN: "EAGAIN",
    EBADF: "EBADF", ECHILD: "ECHILD", ECONNABORTED: "ECONNABORTED", ECONNREFUSED: "ECONNREFUSED",
    ECONNRESET: "ECONNRESET", EEXIST: "EEXIST", EFBIG: "EFBIG", EHOSTUNREACH: "EHOSTUNREACH",
    EINTR: "EINTR",
    EINVAL: "EINVAL", EIO: "EIO", EISDIR: "EISDIR", ELOOP: "ELOOP", EMFILE: "EMFILE",
    ENAMETOOLONG: "ENAMETOOLONG", ENETUNREACH: "ENETUNREACH", ENFILE: "ENFILE", ENOENT: "ENOENT",
    ENOMEM: "ENOMEM", ENOSPC: "ENOSPC", ENOTCONN: "ENOTCONN", ENOTDIR: "ENOTDIR",
    ENOTEMPTY: "ENOTEMPTY", ENOTSUP: "ENOTSUP", EPERM: "EPERM", EPIPE: "EPIPE", EROFS: "EROFS",
    ESRCH: "ESRCH",
    ETIMEDOUT: "ETIMEDOUT", ETXTBSY: "ETXTBSY", EXDEV: "EXDEV",
  ]
}

extension String {
  fileprivate nonisolated var lowercasedFirstLetter: String {
    prefix(1).lowercased() + dropFirst()
  }
}
