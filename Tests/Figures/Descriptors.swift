// Each connection is a descriptor, here and in the server. The limit that a shell sets (often 1,024) can be raised by the
// process itself, up to a hard one; a server that is started afterwards inherits it.

import Engine

#if canImport(Glibc)
  import Glibc
  private let openFiles = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
#else
  import Darwin
  private let openFiles = RLIMIT_NOFILE
#endif

/// Sees to it that this process and its children may open `count` descriptors, and some for other things.
///
/// Throws `Options.Misuse` where the system does not allow so many.
func allowDescriptors(_ count: Int) throws {
  let needed = rlim_t(count + 200)
  var limit = rlimit()
  getrlimit(openFiles, &limit)
  guard limit.rlim_cur < needed else { return }
  limit.rlim_cur = needed
  guard limit.rlim_max >= needed, setrlimit(openFiles, &limit) == 0 else {
    throw Options.Misuse(
      description: """
        \(count) connections need \(needed) open files, and this system allows \(limit.rlim_max): \
        choose fewer by --connections
        """)
  }
}
