// A small course of its own for a test: the real Sources and Lessons, and one exercise whose programs a test chooses.

import Foundation
import WorkbookKit

/// A course in a temporary folder; remove it when the test is done.
struct TemporaryCourse {
  let root: String

  /// The folder of this package.
  static let package = #filePath.components(separatedBy: "/Tests/")[0]

  init() throws {
    let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("course-\(UUID().uuidString)")
    root = folder.path
    try FileManager.default.createDirectory(
      atPath: "\(root)/Exercises", withIntermediateDirectories: true)
    for name in ["Package.swift", "Sources", "Lessons"] {
      try FileManager.default.createSymbolicLink(
        atPath: "\(root)/\(name)", withDestinationPath: "\(Self.package)/\(name)")
    }
    try shareBuilds()
    try writeExercise()
  }

  /// What one test has compiled, the next one need not: programs are kept by their content.
  private func shareBuilds() throws {
    let files = FileManager.default
    let builds = "\(Self.package)/.workbook/build"
    try files.createDirectory(atPath: builds, withIntermediateDirectories: true)
    try files.createDirectory(atPath: "\(root)/.workbook", withIntermediateDirectories: true)
    try files.createSymbolicLink(atPath: "\(root)/.workbook/build", withDestinationPath: builds)
  }

  /// Writes the exercise's files.
  private func writeExercise() throws {
    try write(
      "# Greeting\n\n*raw · lesson 01 · 5 minutes · 100 points*\n\nGreet.\n",
      to: "Exercises/01-greeting/README.md")
    try write(Self.checks, to: "Exercises/01-greeting/check.hurl")
    try write(
      "## Hint 1\n\nLook.\n\n## Hint 2\n\nLook twice.\n", to: "Exercises/01-greeting/hints.md")
    try write(Self.start, to: "Exercises/01-greeting/Start/main.swift")
    try write(Self.solution, to: "Exercises/01-greeting/Solution/main.swift")
  }

  func write(_ text: String, to file: String) throws {
    let path = URL(fileURLWithPath: "\(root)/\(file)")
    try FileManager.default.createDirectory(
      at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: path, atomically: true, encoding: .utf8)
  }

  func read(_ file: String) throws -> String {
    try String(contentsOfFile: "\(root)/\(file)", encoding: .utf8)
  }

  func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)").sorted()
  }

  func delete(_ file: String) throws {
    try FileManager.default.removeItem(atPath: "\(root)/\(file)")
  }

  /// Replaces the link to the lessons by a copy of one of them, to be changed.
  func copyLesson(_ folder: String) throws {
    let files = FileManager.default
    try files.removeItem(atPath: "\(root)/Lessons")
    try files.createDirectory(atPath: "\(root)/Lessons", withIntermediateDirectories: true)
    try files.copyItem(
      atPath: "\(Self.package)/Lessons/\(folder)", toPath: "\(root)/Lessons/\(folder)")
  }

  func remove() { try? FileManager.default.removeItem(atPath: root) }

  static let checks = """
    # @check home
    # @points 60
    # The homepage greets.
    GET {{host}}/
    HTTP 200
    `Hello`

    # @check name
    # @points 40
    # @needs home
    # Somebody with a name is greeted by it.
    GET {{host}}/{{randomName}}
    HTTP 200
    `Hello, {{randomName}}`

    """

  static let start = server("response.writeHead(404)\n  response.end()")

  static let solution = server(
    "let name = request.url.dropFirst()\n  "
      + #"response.end(name.isEmpty ? "Hello" : "Hello, \(name)")"#)

  /// A server whose handler does this.
  static func server(_ handler: String) -> String {
    """
    import Engine

    let server = HTTPServer { request, response in
      \(handler)
    }

    server.listen(port: environment.port ?? 3000)
    EventLoop.main.run()

    """
  }
}
