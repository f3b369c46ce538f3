// The program of all examples: a function each, in a small world with a server, files and a user. It prints what is not
// as the documentation says, and nothing else.

import Foundation

struct DocProgram {
  private(set) var text = Self.world

  init(_ examples: [DocExample]) {
    var calls: [String] = []
    for (number, example) in examples.enumerated() {
      let isPure = example.isPure
      text += "func example\(number)\(Self.parameters(example)) throws {\n"
      for line in example.lines { text += "  \(isPure ? Self.checked(line, example) : line)\n" }
      text += "}\n\n"
      if isPure { calls.append("try example\(number)()") }
      if !isPure, !example.isLast, !example.isEndless { calls.append(Self.call(number, example)) }
    }
    text = Self.withItsOwnPorts(text).replacing("…", with: "")
    text += "begin {\n\(calls.map { "  \($0)\n" }.joined())}\n"
  }

  private static func parameters(_ example: DocExample) -> String {
    example.isLast || example.isPure
      ? "()"
      : """
      (app: App, request: Request, response: Response, next: Next, user: User, id: Int,
        child: ChildProcess, total: inout Int) async
      """
  }

  private static func call(_ number: Int, _ example: DocExample) -> String {
    let exchanges = example.exchanges.map { exchange in
      """
      .init(\(quoted("\(exchange.method)")), \(quoted(exchange.target)), \(list(exchange.headers)),
            \(exchange.body.map(quoted) ?? "nil"), \(exchange.status), \(list(exchange.answerHeaders)),
            \(exchange.answer.map(quoted) ?? "nil"))
      """
    }
    return """
      await run(
          \(quoted(example.place)), body: \(quoted(example.body)),
          throwsOnPurpose: \(example.throwsOnPurpose), [\(exchanges.joined(separator: ", "))]
        ) { try await example\(number)(
            app: $0, request: $1, response: $2, next: $3, user: User(id: 3, name: "Priya"), id: 3, child: $4,
            total: &$5) }
      """
  }

  private static func list(_ fields: [(name: String, value: String)]) -> String {
    "[\(fields.map { "(\(quoted($0.name)), \(quoted($0.value)))" }.joined(separator: ", "))]"
  }

  private static func quoted(_ text: String) -> String { "##\"\(text)\"##" }

  /// `expression  // "value"` as a comparison.
  private static func checked(_ line: String, _ example: DocExample) -> String {
    guard let match = line.wholeMatch(of: /(.+?) +\/\/ (["{\[].*)/), !match.1.contains("=") else {
      return line
    }
    let call = match.1.hasPrefix("try ") ? match.1.dropFirst(4) : match.1[...]
    return "try check(\(call), #\"\(match.2)\"#, \"\(example.place)\")"
  }

  /// Examples speak of ports and of places that a test must not take: it has its own.
  private static func withItsOwnPorts(_ text: String) -> String {
    text.replacing("://127.0.0.1:3000", with: "://127.0.0.1:\\(serverPort)")
      .replacing("://127.0.0.1:4000", with: "://127.0.0.1:\\(serverPort)")
      .replacing(
        "connect(host: \"127.0.0.1\", port: 7000)",
        with: "connect(host: \"127.0.0.1\", port: serverPort)"
      )
      .replacing("/tmp/notes.sock", with: "notes.sock")
  }
}
