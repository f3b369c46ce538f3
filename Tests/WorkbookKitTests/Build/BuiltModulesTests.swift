// Which object files a student's program is linked with.

import Foundation
import Testing

@testable import WorkbookKit

struct BuiltModulesTests {
  /// SwiftPM leaves the object files of sources that are gone. Linked with, they ask for what is no longer there.
  @Test func whatIsLeftOfASourceThatIsGoneIsNotLinked() throws {
    let root = FileManager.default.temporaryDirectory.path + "/objects-\(UUID())"
    defer { try? FileManager.default.removeItem(atPath: root) }
    for file in ["Engine.build/App.swift.o", "Engine.build/Gone.swift.o", "CPlatform.build/c.o"] {
      let folder = URL(fileURLWithPath: "\(root)/\(file)").deletingLastPathComponent().path
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data().write(to: URL(fileURLWithPath: "\(root)/\(file)"))
    }
    let list = #"{"":{"swift-dependencies":"x"},"/App.swift":{"object":"/build/App.swift.o"}}"#
    try Data(list.utf8).write(
      to: URL(fileURLWithPath: "\(root)/Engine.build/output-file-map.json"))
    #expect(
      try BuiltModules(folder: root).objects(for: .raw)
        == ["\(root)/Engine.build/App.swift.o", "\(root)/CPlatform.build/c.o"])
  }
}
