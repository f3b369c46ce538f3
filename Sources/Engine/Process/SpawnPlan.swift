// What a child process shall be given, put together for `posix_spawn`.

import CPlatform

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Collects a child's descriptors, then starts it.
struct SpawnPlan {
  private var actions = emptySpawnFileActions()
  /// Descriptors that only the child needs: closed here once it runs.
  private var temporary: [Int32] = []

  init() { posix_spawn_file_actions_init(&actions) }

  mutating func release() {
    posix_spawn_file_actions_destroy(&actions)
    for descriptor in temporary { closeDescriptor(descriptor) }
    temporary = []
  }

  /// Connects an output stream of the child; returns our end if it is a pipe.
  mutating func connect(_ stream: ChildProcess.Stream, to number: Int32) throws(SystemError)
    -> Int32?
  {
    switch stream {
    case .inherit: return nil
    case .null:
      posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_WRONLY, 0)
      return nil
    case .pipe:
      let (readEnd, writeEnd) = try makePipe()
      temporary.append(writeEnd)
      try handOver(writeEnd, as: number)
      return readEnd
    }
  }

  /// The child reads nothing from us.
  mutating func connectInput() throws(SystemError) {
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
  }

  /// Gives the child a descriptor of ours under a number of its own. A copy with a high number is made first, so that
  /// no number which the child will have stands in the way of another.
  mutating func handOver(_ ours: Int32, as number: Int32) throws(SystemError) {
    let copy = fcntl(ours, F_DUPFD_CLOEXEC, 100)
    guard copy >= 0 else { throw SystemError("fcntl") }
    temporary.append(copy)
    posix_spawn_file_actions_adddup2(&actions, copy, number)
  }

  mutating func start(
    _ path: String, _ arguments: [String], _ environment: [String: String]?, _ folder: String?,
    _ ownGroup: Bool
  ) throws(SystemError) -> Int32 {
    if let folder { posix_spawn_file_actions_addchdir_np(&actions, folder) }
    var attributes = emptySpawnAttributes()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    setSignals(&attributes, ownGroup)
    let variables = environment.map { $0.map { "\($0.key)=\($0.value)" } }
    var pid: pid_t = 0
    let result = withCStrings([path] + arguments) { argv in
      guard let variables else {
        return posix_spawn(&pid, path, &actions, &attributes, argv, inherited_environment())
      }
      return withCStrings(variables) { posix_spawn(&pid, path, &actions, &attributes, argv, $0) }
    }
    guard result == 0 else { throw SystemError("spawn", path: path, number: result) }
    return pid
  }

  /// All signals at their defaults and none blocked, whatever this process has set for itself.
  private func setSignals(_ attributes: inout SpawnAttributes, _ ownGroup: Bool) {
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    let group = ownGroup ? POSIX_SPAWN_SETPGROUP : 0
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | group))
  }
}

/// Calls `body` with the texts as C wants them: pointers, the last one nil.
private func withCStrings<Result>(
  _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  var pointers = texts.map { strdup($0) } + [nil]
  defer { for pointer in pointers { free(pointer) } }
  return body(&pointers)
}
