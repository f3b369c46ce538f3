// How many files and connections this program may have open. Some systems begin with 256, and a script may send a thousand
// requests at once.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// The number of the limit, which the two systems have as two types.
#if canImport(Glibc)
  private let openFiles = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
#else
  private let openFiles = RLIMIT_NOFILE
#endif

extension Running {
  /// Raises the limit to 4096, or as far as the system lets it go. Programs that are started from now on have it as well,
  /// unless they are given limits of their own.
  public static func allowManyOpenFiles() {
    var limit = rlimit()
    guard getrlimit(openFiles, &limit) == 0, limit.rlim_cur < 4096 else { return }
    limit.rlim_cur = min(4096, limit.rlim_max)
    setrlimit(openFiles, &limit)
  }
}
