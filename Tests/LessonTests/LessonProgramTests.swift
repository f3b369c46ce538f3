// The lessons' programs as a student starts them: where they listen, how they end, and what some of them must show beside their
// script.

import Engine
import TestSupport
import Testing
import WorkbookKit

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct LessonProgramTests {
  /// Starts a program of the package with these variables.
  private func start(
    _ name: String, _ variables: [String: String], _ arguments: [String] = []
  ) throws -> ChildProcess {
    var variables = variables
    variables["LD_LIBRARY_PATH"] = environment["LD_LIBRARY_PATH"]
    return try ChildProcess.spawn(
      "\(try BuiltModules.find().folder)/\(name)", arguments, environment: variables,
      output: .pipe, errors: .pipe)
  }

  private func text(_ pipe: PipeReader?) async throws -> String {
    String(decoding: try await pipe?.readAll(upTo: 10_000) ?? [], as: UTF8.self)
  }

  @Test(arguments: ["hello-raw", "hello-framework"], [[:], ["ENGINE_LOOP": "dispatch"]])
  func saysWhereItListensAndStopsInGoodOrder(_ name: String, _ variables: [String: String])
    async throws
  {
    for signal: Int32 in [2, 15] {
      let child = try start(name, variables.merging(["PORT": "0"]) { $1 })
      var printed = ""
      while !printed.contains("/about\n"), let chunk = try await child.output?.next() {
        printed += String(decoding: chunk, as: UTF8.self)
      }
      let lines =
        /Listening on http:\/\/127\.0\.0\.1:(\d+)\/\nTry: curl -i http:\/\/127\.0\.0\.1:(\d+)\/about\n/
      let match = try #require(printed.wholeMatch(of: lines))
      #expect(match.1 == match.2)
      child.kill(signal)
      #expect(await child.wait(atMost: .seconds(20)) == .exited(0))
      #expect(try await text(child.errors) == "")
    }
  }

  @Test(arguments: try course().lessons)
  func bothColumnsSayTheSameToTryAndStopOnControlC(_ lesson: Lesson) async throws {
    var printed: [String] = []
    for column in ["raw", "framework"] {
      let child = try start("\(lesson.topic)-\(column)", ["PORT": "0"])
      var lines = ""
      while !lines.contains(/Try: .*\n/), let chunk = try await child.output?.next() {
        lines += String(decoding: chunk, as: UTF8.self)
      }
      child.kill(2)
      lines += try await text(child.output)
      #expect(await child.wait(atMost: .seconds(20)) == .exited(0))
      printed.append(lines.replacing(/127\.0\.0\.1:\d+/, with: "127.0.0.1:3000"))
    }
    #expect(printed[0].hasPrefix("Listening on http://127.0.0.1:3000/"))
    #expect(printed[0] == printed[1])
  }

  @Test(arguments: ["hello-raw", "hello-framework"])
  func aPortInUseIsOneLineAndStatusOne(_ name: String) async throws {
    let listener = try Listener(port: 0)
    let port = listener.address.port
    let child = try start(name, ["PORT": "\(port)"])
    let next = port < 65_535 ? port + 1 : 3000
    #expect(
      try await text(child.errors) == "port \(port) is in use: stop the program that listens "
        + "there, or choose another port (PORT=\(next))\n")
    #expect(await child.wait() == .exited(1))
    listener.close()
  }

  @Test(arguments: ["abc", "70000", "-1", "80 "])
  func aPortThatIsNoneIsOneLineAndStatusOne(_ port: String) async throws {
    let child = try start("hello-raw", ["PORT": port])
    #expect(
      try await text(child.errors)
        == "PORT is \"\(port)\": a port is a whole number from 0 to 65535\n")
    #expect(await child.wait() == .exited(1))
  }

  /// Sends bytes and gives all that comes back until the connection ends, without the date.
  private func answer(to bytes: String, _ program: Program) async throws -> String {
    let socket = try await Socket.connect(host: "127.0.0.1", port: program.port)
    try await socket.write(Array(bytes.utf8))
    var answer: [UInt8] = []
    while let chunk = try await socket.read() { answer += chunk }
    socket.close()
    return String(decoding: answer, as: UTF8.self).replacing(/Date: [^\r]*\r\n/, with: "")
  }

  private func withProgram(_ name: String, _ body: @MainActor (Program) async throws -> Void)
    async throws
  {
    let program = try await Program.start(
      "\(try BuiltModules.find().folder)/\(name)", secondsToListen: 30)
    do { try await body(program) } catch {
      await program.stop()
      throw error
    }
    await program.stop()
  }

  @Test(arguments: ["hello-raw", "hello-framework"])
  func aMalformedRequestGets400AndTheConnectionEnds(_ name: String) async throws {
    try await withProgram(name) { program in
      let answer = try await answer(
        to: "GET / HTTP/1.1\r\nHost: a\r\n broken: yes\r\n\r\n", program)
      #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
      #expect(answer.contains("\r\nConnection: close\r\n"))
    }
  }

  /// Every framework column tells its routes, and ends.
  @Test func routesAreTold() async throws {
    let lessons = try course().lessons
    #expect(lessons.count >= 18)
    for lesson in lessons {
      let child = try start("\(lesson.topic)-framework", ["PORT": "0"], ["--routes"])
      let lines = try await text(child.output).split(separator: "\n")
      #expect(
        try await text(child.errors)
          == (lines.isEmpty ? "no routes: what this program answers, its middleware answers\n" : "")
      )
      #expect(await child.wait() == .exited(0))
      #expect(lines.isEmpty == (lesson.topic == "static-files"), "\(lesson.topic)")
      for line in lines {
        #expect(
          line.wholeMatch(of: /(\*|[A-Z]+) +\/\S* +[A-Za-z]+\.swift:\d+( +after .+)?/) != nil,
          "\(line)")
      }
    }
  }

  /// Lesson 11: what was cut is seen to be cut, because the last chunk is missing.
  @Test(arguments: ["errors-raw", "errors-framework"])
  func anErrorAfterTheHeadCutsTheConnection(_ name: String) async throws {
    try await withProgram(name) { program in
      let answer = try await answer(to: "GET /late HTTP/1.1\r\nHost: a\r\n\r\n", program)
      #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
      #expect(answer.hasSuffix("\r\n\r\ne\r\nHalf of the re\r\n"))
      await program.stop()
      #expect(program.output.contains("\nGET /late: "))
    }
  }
}
