// The examples in the documentation of Engine and Chassis: all of them compile, in one program, and where an example of a pure
// function says what comes out (`reasonPhrase(for: 404)  // "Not Found"`), it comes out.

import Engine
import Foundation
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct DocumentationTests {
  /// An example as it stands in a doc comment.
  private struct Example {
    var place: String
    var lines: [String]

    /// It gives the thread away, which only code without `async` may do.
    var isLast: Bool { lines.contains { $0.contains(".run()") || $0.contains("app.listen(") } }
    /// It needs nothing but itself.
    var isPure: Bool {
      let needed = [
        "request", "response", "app.", "socket", "child", "listener", "File", "let ", "do {",
      ]
      return lines.contains { $0.contains(" // ") }
        && !lines.contains { line in needed.contains { line.contains($0) } }
    }
  }

  private func examples() throws -> [Example] {
    var examples: [Example] = []
    for module in ["Engine", "Chassis"] {
      let folder = "\(TemporaryCourse.package)/Sources/\(module)"
      let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
      for file in files.sorted() where file.hasSuffix(".swift") {
        let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
        examples += Self.examples(in: textLines(text), "\(module)/\(file)")
      }
    }
    return examples
  }

  private static func examples(in lines: [String], _ file: String) -> [Example] {
    var examples: [Example] = []
    var open: Example?
    for (index, line) in lines.enumerated() {
      let text = line.drop { $0 == " " }
      if text.hasPrefix("/// ```") {
        if let example = open {
          examples.append(example)
          open = nil
        } else if text == "/// ```swift" {
          open = Example(place: "\(file):\(index + 1)", lines: [])
        }
      } else if open != nil {
        open?.lines.append(String(text.dropFirst(4)))
      }
    }
    return examples
  }

  /// What the examples speak of without saying where it comes from.
  private static let prelude = """
    import Chassis
    import Foundation

    struct User: Codable {
      var id = 0
      var name = ""
      var isAdmin = false
    }
    struct SignUp: Codable { var email: String }
    struct Database { func close() async {} }
    let users: [User] = []
    let notes: [String] = []
    let database = Database()
    let authenticate: Middleware = { request, response, next in try await next() }
    func findUser(for credentials: String?) throws -> User { User() }
    nonisolated func slowLookup() throws -> [String] { [] }
    func check<Value>(_ value: Value?, _ shown: String, _ place: String) {
      guard let value else { return print("\\(place): nothing, not \\(shown)") }
      var text = ""
      debugPrint(value, terminator: "", to: &text)
      let plain = "\\(value)"
      if text != shown, plain != shown { print("\\(place): \\(plain), not \\(shown)") }
    }


    """

  /// The program of all examples, a function each.
  private func program(_ examples: [Example]) -> String {
    var program = Self.prelude
    var calls: [String] = []
    for (number, example) in examples.enumerated() {
      let context =
        example.isLast
        ? "()"
        : """
        (app: App, request: Request, response: Response, next: Next, user: User, id: Int,
          child: ChildProcess, total: inout Int) async
        """
      let isPure = example.isPure
      program += "func example\(number)\(isPure ? "()" : context) throws {\n"
      for line in example.lines { program += "  \(isPure ? checked(line, example) : line)\n" }
      program += "}\n\n"
      if isPure { calls.append("try example\(number)()") }
    }
    return program.replacing("…", with: "") + calls.joined(separator: "\n") + "\n"
  }

  /// `expression  // "value"` as a comparison.
  private func checked(_ line: String, _ example: Example) -> String {
    guard let match = line.wholeMatch(of: /(.+?) +\/\/ (["{\[].*)/), !match.1.contains("=") else {
      return line
    }
    let call = match.1.hasPrefix("try ") ? match.1.dropFirst(4) : match.1[...]
    return "try check(\(call), #\"\(match.2)\"#, \"\(example.place)\")"
  }

  @Test func everyExampleCompilesAndSaysTheTruth() async throws {
    let examples = try examples()
    #expect(examples.count > 50)
    #expect(examples.count { $0.isPure } >= 6)
    let compiler = Compiler(root: TemporaryCourse.package, modules: try BuiltModules.find())
    switch try await compiler.compile(text: program(examples), for: .framework) {
    case .tookTooLong, .overLimit: Issue.record("the compiler took too long")
    case .refused(let words): Issue.record("\(words)\n\(numbered(program(examples)))")
    case .built(let path):
      let child = try ChildProcess.spawn(path, output: .pipe, errors: .inherit)
      let printed = try await child.output?.readAll(upTo: 10_000) ?? []
      #expect(String(decoding: printed, as: UTF8.self) == "")
      #expect(await child.wait() == .exited(0))
    }
  }

  private func numbered(_ text: String) -> String {
    textLines(text).enumerated().map { "\($0.offset + 1) \($0.element)" }.joined(separator: "\n")
  }
}
