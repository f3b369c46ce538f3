// Lesson 15: the notes survive, at whatever moment the program is killed. What was answered is there, and no note is ever
// half of one version and half of another.

import Engine
import TestSupport
import Testing
import WorkbookKit

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct KilledNotesTests {
  private let length = 16_000

  /// A version of the note: its number, again and again.
  private func note(_ version: Int) -> String {
    String(repeating: "\(version) ", count: length / "\(version) ".count)
  }

  private func request(_ version: Int) -> String {
    let body = note(version)
    return
      "PUT /notes/garden HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  /// How many whole answers the bytes hold; each is a head without a body.
  private func answers(in bytes: [UInt8]) -> Int {
    String(decoding: bytes, as: UTF8.self).matches(of: /HTTP\/1\.1 204 No Content\r\n/).count
  }

  @Test(arguments: ["files-and-environment-raw", "files-and-environment-framework"])
  func theNotesSurviveTheEndOfTheProgramAtAnyMoment(_ name: String) async throws {
    let folder = Path.join(
      environment["TMPDIR"] ?? "/tmp", "killed-\(Hexadecimal.encode(randomBytes(8)))")
    var answered = 0
    var sent = 0
    for round in 0..<100 {
      let (child, port) = try await start(name, folder)
      let socket = try await Socket.connect(host: "127.0.0.1", port: port)
      // Several at once, so that the next is being written while the program dies.
      let versions = (sent + 1)...(sent + 4)
      try await socket.write(Array(versions.map(request).joined().utf8))
      var bytes: [UInt8] = []
      while answers(in: bytes) < round % 4, let chunk = try await socket.read() { bytes += chunk }
      child.kill(9)
      #expect(await child.wait(atMost: .seconds(20)) == .signalled(9))
      while let chunk = try? await socket.read() { bytes += chunk }
      socket.close()
      if answers(in: bytes) > 0 { answered = sent + answers(in: bytes) }
      sent += 4
      let kept = (try? await readFile("\(folder)/garden.txt")) ?? []
      let text = String(decoding: kept, as: UTF8.self)
      let version = Int(text.prefix { $0 != " " }) ?? 0
      #expect((answered...sent).contains(version), "round \(round)")
      #expect(text == (version == 0 ? "" : note(version)), "round \(round)")
    }
    try await removeFolder(folder, withContents: true)
  }

  /// Starts a column whose notes are in a folder, and gives the port that it names in its first line.
  private func start(_ name: String, _ folder: String) async throws -> (ChildProcess, Int) {
    let child = try ChildProcess.spawn(
      "\(try BuiltModules.find().folder)/\(name)",
      environment: [
        "PORT": "0", "DATABASE_URL": folder,
        "LD_LIBRARY_PATH": environment["LD_LIBRARY_PATH"] ?? "",
      ], output: .pipe)
    var printed = ""
    while !printed.contains("/notes\n"), let chunk = try await child.output?.next() {
      printed += String(decoding: chunk, as: UTF8.self)
    }
    let address = try #require(printed.firstMatch(of: /127\.0\.0\.1:(\d+)\/notes/))
    return (child, try #require(Int(address.1)))
  }
}
