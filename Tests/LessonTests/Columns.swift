// A lesson's code as tests look at it: most columns are one file, some are several.

import Foundation

@testable import WorkbookKit

/// The Swift files of a column by name, each with its lines.
func sources(in folder: String) throws -> [(name: String, lines: [String])] {
  let names = try FileManager.default.contentsOfDirectory(atPath: folder)
  return try names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
    (name, textLines(try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)))
  }
}
