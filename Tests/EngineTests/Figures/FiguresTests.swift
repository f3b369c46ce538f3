// The program that measures figures (Tests/Figures), run with small numbers: that it measures, not what. Here tests share the
// machine, and a figure may well be missed.

import TestSupport
import Testing

@testable import Engine

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct FiguresTests {
  private func run(_ words: String) async throws -> ChildProcess.Outcome {
    try await ChildProcess.run(
      try FaultsProgram.path(of: "engine-figures"), words.split(separator: " ").map(String.init),
      deadline: .seconds(120))
  }

  @Test func measures() async throws {
    let outcome = try await run(
      "idle download upload start load --connections 50 --bytes 1000000 --starts 2 --requests 64")
    #expect([.exited(0), .exited(1)].contains(outcome.status))
    let lines = outcome.text.split(separator: "\n")
    let expected: [Regex<Substring>] = [
      /^figure +measured +at most$/,
      /^idle connection, of 50: memory each +(?:-?\d+\.\d\d KiB +6 KiB  [✓✗]|not measured).*$/,
      /^download to a slow reader, 1000000 bytes: growth +(?:\d+ KiB +2048 KiB  [✓✗]|not measured).*$/,
      /^upload to a slow handler, 1000000 bytes: growth +(?:\d+ KiB +2048 KiB  [✓✗]|not measured).*$/,
      /^from exec to the first answer, median of 2 +\d+\.\d ms +20 ms  [✓✗].*$/,
      /^processor time of a request, 10 idle beside it +(?:\d+\.\d\d µs|not measured).*$/,
      /^processor time of a request, 50 idle beside it +(?:\d+\.\d\d µs|not measured).*$/,
      /^growth from the former to the latter +(?:-?\d+\.\d % +10 %  [✓✗]|not measured).*$/,
      /^processor time of 50 idle alone, a second +(?:\d+\.\d\d ms|not measured).*$/,
    ]
    #expect(lines.count == expected.count)
    for (line, form) in zip(lines, expected) {
      #expect(line.wholeMatch(of: form) != nil, "\(line)")
    }
  }

  @Test(arguments: [
    (
      "tea",
      "there is no \"tea\"; say any of idle, download, upload, start, load, allocations, and --connections, --bytes, --starts or --requests with a number\n"
    ),
    (
      "idle --connections many",
      "--connections needs a number above 0, for example --connections 50\n"
    ),
    ("--bytes", "--bytes needs a number above 0, for example --bytes 50\n"),
    ("--starts 0", "--starts needs a number above 0, for example --starts 50\n"),
  ]) func saysWhatItDoesNotKnow(_ words: String, _ said: String) async throws {
    let outcome = try await run(words)
    #expect(outcome.status == .exited(2))
    #expect(String(decoding: outcome.errors, as: UTF8.self) == said)
    #expect(outcome.text == "")
  }
}
