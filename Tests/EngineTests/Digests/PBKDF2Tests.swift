import TestSupport
import Testing

@testable import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct PBKDF2Tests {
  /// The first two: RFC 7914 section 11. The others: RFC 6070's inputs, with SHA-256 instead of SHA-1; the keys are
  /// those of Python's `hashlib.pbkdf2_hmac("sha256", password, salt, iterations, length)`.
  @Test(arguments: [
    (
      "passwd", "salt", 1,
      "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
        + "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"
    ),
    (
      "Password", "NaCl", 80_000,
      "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"
        + "a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d"
    ),
    ("password", "salt", 1, "120fb6cffcf8b32c43e7225256c4f837a86548c92ccc35480805987cb70be17b"),
    ("password", "salt", 2, "ae4d0c95af6b46d32d0adff928f06dd02a303f8ef3c251dfd6e2d85a95474c43"),
    ("password", "salt", 4096, "c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a"),
    (
      "passwordPASSWORDpassword", "saltSALTsaltSALTsaltSALTsaltSALTsalt", 4096,
      "348c89dbcbd32b2f32d814b8116e84cf2b17347ebc1800181c4e2a1fb8dd53e1c635518c7dac47e9"
    ),
    ("pass\0word", "sa\0lt", 4096, "89b69d0516f829893c696226650a8687"),
  ]) func makesThePublishedKeys(
    _ password: String, _ salt: String, _ iterations: Int, _ key: String
  ) async throws {
    let made = try await pbkdf2(
      password, salt: Array(salt.utf8), iterations: iterations, length: key.utf8.count / 2)
    #expect(Hexadecimal.encode(made) == key)
  }

  @Test func hasAsManyBytesAsAskedFor() async throws {
    let long = try await pbkdf2("password", salt: [1], iterations: 3, length: 100)
    for length in [1, 31, 32, 33, 64, 99, 100] {
      let key = try await pbkdf2("password", salt: [1], iterations: 3, length: length)
      #expect(key == Array(long[..<length]))
    }
  }

  /// To its end it would take several seconds.
  @Test func endsWhenItIsCancelled() async {
    let task = Task { try await pbkdf2("password", salt: [1], iterations: 5_000_000) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  /// Another thread computes while this one keeps the main actor. In a process of its own, where no other test
  /// computes.
  @Test(.inItsOwnProcess) func leavesTheLoop() async {
    await #expect(processExitsWith: .success) { try await PBKDF2Tests.keepTheLoop() }
  }

  private static func keepTheLoop() async throws {
    let task = Task { try await pbkdf2("password", salt: [1], iterations: 5_000_000) }
    // It begins on the main actor, as this function does.
    await Task.yield()
    let before = othersNanoseconds()
    let deadline = Instant.now + .seconds(60)
    while othersNanoseconds() - before < 50_000_000, Instant.now < deadline { sched_yield() }
    #expect(Instant.now < deadline)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  /// The processor time of all threads but this one.
  private static func othersNanoseconds() -> Int64 {
    nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - nanoseconds(CLOCK_THREAD_CPUTIME_ID)
  }

  private static func nanoseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
