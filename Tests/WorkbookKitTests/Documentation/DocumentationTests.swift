// The examples in the documentation of Engine and Chassis: all of them compile, in one program; all that come to an end are
// run; and what they say comes out of them comes out.

import Engine
import Foundation
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct DocumentationTests {
  @Test func everyExampleCompilesAndSaysTheTruth() async throws {
    let examples = try ["Engine", "Chassis"].flatMap(DocExample.all)
    #expect(examples.count > 200)
    #expect(examples.count { $0.isPure } > 20)
    let program = DocProgram(examples).text
    let compiler = Compiler(root: TemporaryCourse.package, modules: try BuiltModules.find())
    switch try await compiler.compile(text: program, for: .framework) {
    case .tookTooLong, .overLimit: Issue.record("the compiler took too long")
    case .refused(let words): Issue.record("\(words)\n\(numbered(program))")
    case .built(let path):
      let folder = try PrivateFolder(in: FileManager.default.temporaryDirectory.path)
      defer { folder.remove() }
      let child = try ChildProcess.spawn(
        path, folder: folder.path, output: .pipe, errors: .pipe)
      async let said = child.errors?.readAll(upTo: 1_000_000)
      let printed = try await child.output?.readAll(upTo: 1_000_000) ?? []
      let lines = textLines(String(decoding: printed, as: UTF8.self))
      let errors = String(decoding: try await said ?? [], as: UTF8.self)
      #expect(lines.filter { $0.hasPrefix("WRONG") } == [])
      #expect(lines.contains("all were run"), "\(errors)")
      #expect(await child.wait() == .exited(0), "\(errors)")
    }
  }

  /// Each file in Middleware/ shows what comes of a request.
  @Test func everyMiddlewareShowsAnExchange() throws {
    let examples = try DocExample.all(of: "Chassis").filter(\.isOfMiddleware)
    let files = Dictionary(grouping: examples) { $0.place.split(separator: ":")[0] }
    #expect(files.count >= 29)
    for (file, examples) in files {
      #expect(examples.contains { !$0.exchanges.isEmpty }, "\(file) shows no request and answer")
    }
  }

  private func numbered(_ text: String) -> String {
    textLines(text).enumerated().map { "\($0.offset + 1) \($0.element)" }.joined(separator: "\n")
  }
}
