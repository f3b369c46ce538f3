// Each lesson's script on both columns, and both columns against each other: the very programs that `swift run` runs, under
// both drivers of the event loop.

import TestSupport
import Testing
import WorkbookKit

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct LessonScriptTests {
  @Test(arguments: try course().lessons, [[:], ["ENGINE_LOOP": "dispatch"]])
  func bothColumnsAnswerTheScriptIdentically(
    _ lesson: Lesson, _ variables: [String: String]
  ) async throws {
    Running.allowManyOpenFiles()
    let products = try BuiltModules.find().folder
    let pair = try await LessonPair(
      raw: "\(products)/\(lesson.topic)-raw", framework: "\(products)/\(lesson.topic)-framework",
      variables: variables)
    let reports = await pair.run(try lesson.script(), folder: lesson.path, seed: 1)
    for report in reports {
      let request = "\(report.raw.request?.method ?? "") \(report.raw.request?.target ?? "")"
      #expect(report.raw.failures == [], "raw, \(request)")
      #expect(report.framework.failures == [], "framework, \(request)")
      #expect(report.differences.map(\.description) == [], "\(request)")
    }
    await pair.stop()
  }
}

/// The course that this package is.
func course() throws -> Course {
  let file = #filePath
  guard let end = file.range(of: "/Tests/LessonTests/") else {
    throw WorkbookError("not in the course")
  }
  return try Course(root: String(file[..<end.lowerBound]))
}

extension Lesson: CustomTestStringConvertible {
  public var testDescription: String { folder }
}
