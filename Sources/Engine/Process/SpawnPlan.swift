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
  /// The first number that the child will not have.
  private let firstFree: Int32

  /// - Parameter numbers: those that descriptors will have in the child, besides the standard three.
  init(numbers: [Int32]) {
    firstFree = max(2, numbers.max() ?? 2) + 1
    posix_spawn_file_actions_init(&actions)
  }

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
      do throws(SystemError) { try handOver(writeEnd, as: number) } catch {
        closeDescriptor(readEnd)
        throw error
      }
      return readEnd
    }
  }

  /// Connects the child's input; returns our end if it is a pipe.
  mutating func connectInput(_ stream: ChildProcess.Stream) throws(SystemError) -> Int32? {
    switch stream {
    case .inherit: return nil
    case .null:
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
      return nil
    case .pipe:
      let (readEnd, writeEnd) = try makePipe()
      temporary.append(readEnd)
      do throws(SystemError) { try handOver(readEnd, as: 0) } catch {
        closeDescriptor(writeEnd)
        throw error
      }
      return writeEnd
    }
  }

  /// Gives the child a descriptor of ours under a number of its own. A copy is made first whose number the child will
  /// not have, so that none stands in the way of another.
  mutating func handOver(_ ours: Int32, as number: Int32) throws(SystemError) {
    let copy = fcntl(ours, F_DUPFD_CLOEXEC, firstFree)
    guard copy >= 0 else { throw SystemError("fcntl") }
    temporary.append(copy)
    posix_spawn_file_actions_adddup2(&actions, copy, number)
  }

  mutating func start(
    _ path: String, _ arguments: [String], _ environment: [String: String]?, _ folder: String?,
    _ ownGroup: Bool
  ) throws(SystemError) -> Int32 {
    try requireText([path] + arguments + [folder ?? ""], environment ?? [:], path)
    if let folder { posix_spawn_file_actions_addchdir_np(&actions, folder) }
    var attributes = emptySpawnAttributes()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    setSignals(&attributes, ownGroup)
    let variables = environment.map { $0.map { "\($0.key)=\($0.value)" } }
    var pid: pid_t = 0
    let result = withCStrings([path] + arguments) { argv in
      guard let variables else {
        return posix_spawnp(&pid, path, &actions, &attributes, argv, inherited_environment())
      }
      return withCStrings(variables) { posix_spawnp(&pid, path, &actions, &attributes, argv, $0) }
    }
    guard result == 0 else { throw spawnError(result, path, folder) }
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

/// C's texts end at their first zero byte: what stands behind it would be lost, and another program or file be meant.
private func requireText(
  _ texts: [String], _ environment: [String: String], _ path: String
) throws(SystemError) {
  let isSound =
    texts.allSatisfy { !$0.utf8.contains(0) }
    && environment.allSatisfy { name, value in
      !name.utf8.contains { $0 == 0 || $0 == UInt8(ascii: "=") } && !value.utf8.contains(0)
    }
  guard isSound else { throw SystemError("spawn", path: path, number: EINVAL) }
}

/// What stood in the way. The system says only that something was not there, not whether it was the program, the folder
/// to start it in, or the interpreter that a script names in its first line.
private func spawnError(_ number: Int32, _ path: String, _ folder: String?) -> SystemError {
  if let folder, access(folder + "/.", X_OK) != 0 { return SystemError("chdir", path: folder) }
  guard number == ENOENT, access(path, F_OK) == 0, let script = fopen(path, "r") else {
    return SystemError("spawn", path: path, number: number)
  }
  defer { fclose(script) }
  var line = [CChar](repeating: 0, count: 256)
  guard fgets(&line, 256, script) != nil, line.starts(with: [35, 33]) else {  // #!
    return SystemError("spawn", path: path, number: number)
  }
  let words = String(
    decoding: line[2...].prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  let interpreter = words.split(whereSeparator: \.isWhitespace).first.map(String.init)
  return SystemError("spawn", path: interpreter ?? path, number: number)
}

/// Calls `body` with the texts as C wants them: pointers, the last one nil.
private func withCStrings<Result>(
  _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  var pointers = texts.map { strdup($0) } + [nil]
  defer { for pointer in pointers { free(pointer) } }
  return body(&pointers)
}
