// Names, or codes in their place. A code is drawn once for each student and kept in a file of its own, so that the same
// student has the same code whenever the class is graded again.

import Foundation

/// What students are called in everything that is written.
struct StudentNames: Sendable {
  static let file = "who-is-who.csv"

  /// By name; nil where names are shown.
  private(set) var codes: [String: String]?

  /// Names as they are.
  static let shown = StudentNames(codes: nil)

  /// Codes for some students: those of the folder's file, and new ones for whoever has none.
  ///
  /// Throws `WorkbookError` where the file cannot be written.
  static func coded(_ students: [String], in folder: ClassFolder) throws -> StudentNames {
    var codes: [String: String] = [:]
    let known = FileManager.default.contents(atPath: "\(folder.path)/\(file)") ?? Data()
    for row in CSV.rows(of: String(decoding: known, as: UTF8.self)).dropFirst(2)
    where row.count == 2 {
      codes[row[1]] = row[0]
    }
    var taken = Set(codes.values)
    for student in students.shuffled() where codes[student] == nil {
      var code = draw()
      while !taken.insert(code).inserted { code = draw() }
      codes[student] = code
    }
    let rows = codes.sorted { $0.value < $1.value }.map { [$0.value, $0.key] }
    let heading = [
      ["This file alone tells who is who: keep it apart from all others."], ["code", "student"],
    ]
    try folder.write(CSV.text(heading + rows), to: file)
    return StudentNames(codes: codes)
  }

  /// What a student is called.
  subscript(student: String) -> String { codes?[student] ?? student }

  /// A problem as it may be written; whoever has no code is no student, but may bear a name.
  func hidden(_ problem: ClassProblem) -> ClassProblem {
    guard let codes else { return problem }
    guard let code = codes[problem.student] else {
      return ClassProblem(student: "somebody", text: problem.text)
    }
    return ClassProblem(
      student: code, text: problem.text.replacing(problem.student, with: code))
  }

  /// Without letters and digits that look like each other.
  private static func draw() -> String {
    let letters = Array("ABCDEFGHJKMNPQRSTUVWXYZ23456789")
    return "student-" + String((0..<5).map { _ in letters[Int.random(in: letters.indices)] })
  }
}
