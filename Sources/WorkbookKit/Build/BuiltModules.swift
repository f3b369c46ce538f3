// Where the modules stand that were built together with this program: a student's file is compiled against them, so one
// file is all that is ever compiled anew.

import Foundation

/// Engine and Chassis as SwiftPM left them: `Modules/*.swiftmodule` and one folder of object files a module.
public struct BuiltModules: Sendable {
  /// The folder of SwiftPM's products: `.build/debug` or `.build/release`.
  public let folder: String

  /// Finds the modules beside the running program, or beside the tests that run.
  ///
  /// Throws `WorkbookError` where there are none: the program was moved away from its build folder.
  public static func find() throws -> BuiltModules {
    // A test runner on macOS is not ours, but it is told where our tests are.
    let places =
      [Bundle.main.executablePath ?? ""] + CommandLine.arguments.filter { $0.hasPrefix("/") }
    for place in places {
      var folder = URL(fileURLWithPath: place).resolvingSymlinksInPath().deletingLastPathComponent()
      while folder.path != "/" {
        if FileManager.default.fileExists(atPath: folder.path + "/Modules/Engine.swiftmodule") {
          return BuiltModules(folder: folder.path)
        }
        folder.deleteLastPathComponent()
      }
    }
    throw WorkbookError(
      "the modules Engine and Chassis are not beside this program; run it by `swift run workbook`")
  }

  /// Which of the two columns a program belongs to, and so what it may import.
  public enum Column: String, Sendable {
    /// Engine alone.
    case raw = "Engine"
    /// Chassis, and Engine with it.
    case framework = "Chassis"

    var modules: [String] { self == .raw ? ["Engine"] : ["Engine", "Chassis"] }

    /// The compiler's words; where it did not find a module, with a line that says what there is.
    func explained(_ words: String) -> String {
      guard words.contains("error: no such module '") else { return words }
      let names = modules.joined(separator: " and ")
      return words + "\nThis program may import \(names) only, besides what comes with Swift."
    }
  }

  /// The object files that a program of that column is linked with.
  func objects(for column: Column) throws -> [String] {
    try (column.modules + ["CPlatform"]).flatMap { try objects(of: "\(folder)/\($0).build") }
  }

  /// What a compiler reads for a program of that column.
  func readable(for column: Column) -> [String] {
    column.modules.map { "\(folder)/Modules/\($0).swiftmodule" }
      + (column.modules + ["CPlatform"]).map { "\(folder)/\($0).build" }
  }

  /// The object files of one module. SwiftPM keeps those of sources that are gone, so its list counts, where there is one;
  /// for a module in C there is none.
  private func objects(of folder: String) throws -> [String] {
    let all = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".o") }.sorted().map { "\(folder)/\($0)" }
    guard let list = FileManager.default.contents(atPath: "\(folder)/output-file-map.json") else {
      return all
    }
    struct Output: Decodable { var object: String? }
    let outputs = try JSONDecoder().decode([String: Output].self, from: list)
    let current = Set(
      outputs.values.compactMap(\.object).map { URL(fileURLWithPath: $0).lastPathComponent })
    return all.filter { current.contains(URL(fileURLWithPath: $0).lastPathComponent) }
  }

  /// A folder with the modules that a program of that column may import, and no others.
  func importFolder(for column: Column, in cache: String) throws -> String {
    let imports = "\(cache)/modules-\(column.rawValue)"
    try FileManager.default.createDirectory(atPath: imports, withIntermediateDirectories: true)
    for module in column.modules {
      let link = "\(imports)/\(module).swiftmodule"
      let target = "\(folder)/Modules/\(module).swiftmodule"
      if (try? FileManager.default.destinationOfSymbolicLink(atPath: link)) == target { continue }
      try? FileManager.default.removeItem(atPath: link)
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
    }
    return imports
  }

  /// Something that changes whenever the modules are built anew.
  var stamp: String {
    ["Engine", "Chassis"].map { module in
      let file = "\(folder)/Modules/\(module).swiftmodule"
      let attributes = try? FileManager.default.attributesOfItem(atPath: file)
      let date = attributes?[.modificationDate] as? Date
      return "\(module) \(date?.timeIntervalSince1970 ?? 0)"
    }.joined(separator: "\n")
  }
}
