// The folder that a graded class is written to.
//
//     gradebook.csv, gradebook.html
//     reports/STUDENT/EXERCISE.json, .txt, .html
//     class.json                                   what was graded together; tells the folder apart from any other
//     who-is-who.csv                               only where names are replaced by codes
//
// Every file is written beside its place and then renamed: whoever is killed meanwhile leaves whole files.

import Foundation

/// Reads and writes that folder.
struct ClassFolder: Sendable {
  let path: String

  private var runFile: String { "\(path)/class.json" }
  private var reports: String { "\(path)/reports" }
  /// Where programs are kept while they are asked; absolute, because they start in folders of their own.
  var programs: String { URL(fileURLWithPath: path).path + "/.programs" }

  /// Makes it, if it is not there.
  ///
  /// Throws `WorkbookError` where something else is kept there, or it cannot be written.
  func prepare() throws {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    guard names.allSatisfy({ $0.hasPrefix(".") }) || names.contains("class.json") else {
      throw WorkbookError("\(path) holds other things; give --out a new folder, or that of a class")
    }
    do {
      try FileManager.default.createDirectory(atPath: reports, withIntermediateDirectories: true)
    } catch {
      throw WorkbookError("\(path) cannot be written; is the folder above it yours to write to?")
    }
  }

  /// Writes one of its files, whole or not at all.
  func write(_ text: String, to name: String) throws {
    do {
      let file = URL(fileURLWithPath: "\(path)/\(name)")
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file, options: .atomic)
    } catch { throw WorkbookError("\(path)/\(name) cannot be written: is the disk full?") }
  }

  // MARK: The class

  /// What was graded here last; nil where nothing was.
  func run() -> ClassRun? {
    FileManager.default.contents(atPath: runFile).flatMap {
      try? JSONDecoder().decode(ClassRun.self, from: $0)
    }
  }

  func write(_ run: ClassRun) throws { try write(Self.json(run), to: "class.json") }

  // MARK: Reports

  /// All that was graded, sorted by student and exercise. What cannot be read was never graded.
  func works() -> [GradedWork] {
    names(in: reports).flatMap { student in
      names(in: "\(reports)/\(student)").filter { $0.hasSuffix(".json") }.compactMap { name in
        FileManager.default.contents(atPath: "\(reports)/\(student)/\(name)").flatMap {
          try? JSONDecoder().decode(GradedWork.self, from: $0)
        }
      }
    }
  }

  /// Writes a student's report in its three forms.
  func write(_ work: GradedWork) throws {
    let report = StudentReport(work: work)
    try write(report.text, to: "\(Self.place(of: work)).txt")
    try write(report.html, to: "\(Self.place(of: work)).html")
    // The last one: where it stands, the others do.
    try write(Self.json(work), to: "\(Self.place(of: work)).json")
  }

  /// Where a report stands, without its ending.
  static func place(of work: GradedWork) -> String { "reports/\(work.student)/\(work.exercise)" }

  /// Removes the reports of whatever is no longer part of the class, also under names that became codes.
  func removeReports(except works: [GradedWork]) {
    let kept = Dictionary(grouping: works, by: \.student).mapValues { Set($0.map(\.exercise)) }
    for student in names(in: reports) {
      guard let exercises = kept[student] else {
        try? FileManager.default.removeItem(atPath: "\(reports)/\(student)")
        continue
      }
      for name in names(in: "\(reports)/\(student)")
      where !exercises.contains(String(name.prefix { $0 != "." })) {
        try? FileManager.default.removeItem(atPath: "\(reports)/\(student)/\(name)")
      }
    }
  }

  private func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  private static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }
}
