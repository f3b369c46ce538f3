// An example as it stands in a doc comment of Engine or Chassis, and what it says of itself: the values of pure functions
// (`reasonPhrase(for: 404)  // "Not Found"`), and for an app the answers to requests
// (`// GET /admin → 401`).

import Foundation

@testable import WorkbookKit

struct DocExample {
  /// `Chassis/Middleware/CORS.swift:34`.
  var place: String
  var lines: [String] = []

  private var isOfEngine: Bool { place.hasPrefix("Engine/") }
  var isOfMiddleware: Bool { place.contains("/Middleware/") }
  private func says(_ words: String...) -> Bool {
    lines.contains { line in words.contains { line.contains($0) } }
  }

  /// It gives the thread away, which only code without `async` may do.
  var isLast: Bool { says(".run()", "app.listen(") }
  /// It needs nothing but itself.
  var isPure: Bool {
    says(" // ")
      && !says("request", "response", "app.", "socket", "child", "listener", "File", "let ", "do {")
  }
  /// It goes on for as long as the program does, or wants a client that speaks another protocol: it is compiled, not run.
  var isEndless: Bool { says("watch(\"", "response.upgrade(", "acceptWebSocket(", "onConnection") }
  /// The body of the request that it is run for: Engine's examples inflate one, Chassis's read a form or JSON.
  var body: String { isOfEngine ? "gzip" : says("request.form") && !says("app.") ? "form" : "json" }
  /// Its point is an error.
  var throwsOnPurpose: Bool { says("throw ") && !says("app.") }

  /// The requests that it says what comes of.
  var exchanges: [DocExchange] { lines.compactMap(DocExchange.init) }

  /// All examples in the sources of a module, in the order of their files.
  static func all(of module: String) throws -> [DocExample] {
    let folder = "\(TemporaryCourse.package)/Sources/\(module)"
    let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return try files.sorted().filter { $0.hasSuffix(".swift") }.flatMap { file in
      let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
      return examples(in: textLines(text), "\(module)/\(file)")
    }
  }

  private static func examples(in lines: [String], _ file: String) -> [DocExample] {
    var examples: [DocExample] = []
    var open: DocExample?
    for (index, line) in lines.enumerated() {
      let text = line.drop { $0 == " " }
      if text.hasPrefix("/// ```") {
        if let example = open {
          examples.append(example)
          open = nil
        } else if text == "/// ```swift" {
          open = DocExample(place: "\(file):\(index + 1)")
        }
      } else if open != nil {
        open?.lines.append(String(text.dropFirst(4)))
      }
    }
    return examples
  }
}

/// A request in an example, and its answer: `// POST /login  name=Rahul → 303  Location: /`. Fields and a body stand behind
/// two spaces each.
struct DocExchange {
  var method: String
  var target: String
  var headers: [(name: String, value: String)] = []
  var body: String?
  var status: Int
  var answerHeaders: [(name: String, value: String)] = []
  var answer: String?

  init?(_ line: String) {
    guard let match = line.wholeMatch(of: /\s*\/\/ ([A-Z]+) (\/.*?) +→ (\d{3})(.*)/) else {
      return nil
    }
    method = String(match.1)
    status = Int(match.3) ?? 0
    let asked = Self.parts(match.2)
    target = asked.first ?? ""
    for part in asked.dropFirst() {
      if let field = Self.field(part) { headers.append(field) } else { body = part }
    }
    for part in Self.parts(match.4) {
      if let field = Self.field(part) { answerHeaders.append(field) } else { answer = part }
    }
  }

  private static func parts(_ text: Substring) -> [String] {
    text.split(separator: "  ").map { $0.trimmingCharacters(in: .whitespaces) }.filter {
      !$0.isEmpty
    }
  }

  private static func field(_ part: String) -> (String, String)? {
    part.wholeMatch(of: /([A-Z][A-Za-z-]*): (.*)/).map { (String($0.1), String($0.2)) }
  }
}
