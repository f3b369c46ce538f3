import Testing

@testable import Engine

struct ClusterWordsTests {
  @Test(arguments: [
    (Duration.zero, "0 ms"), (.milliseconds(999), "999 ms"), (.milliseconds(1_000), "1 s"),
    (.milliseconds(1_099), "1 s"), (.milliseconds(3_250), "3.2 s"), (.seconds(600), "600 s"),
  ]) func saysHowLong(_ duration: Duration, _ words: String) {
    #expect(duration.inWords == words)
  }

  @Test(arguments: [
    (ChildProcess.ExitStatus.exited(0), "ended with status 0"),
    (.exited(3), "ended with status 3"),
    (.signalled(9), "was ended by signal 9 (SIGKILL)"),
    (.signalled(63), "was ended by signal 63"),
  ]) func saysHowItEnded(_ status: ChildProcess.ExitStatus, _ words: String) {
    #expect(status.inWords == words)
  }
}
