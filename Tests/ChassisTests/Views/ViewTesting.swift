// What the tests of views share: values written as literals, templates rendered without files, folders of templates.

import Foundation
import Testing

@testable import Chassis

extension ViewValue: ExpressibleByStringLiteral,
  ExpressibleByUnicodeScalarLiteral,
  ExpressibleByExtendedGraphemeClusterLiteral
{
  public init(stringLiteral value: String) { self = .text(value) }
}
extension ViewValue: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int) { self = .number(String(value)) }
}
extension ViewValue: ExpressibleByBooleanLiteral {
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}
extension ViewValue: ExpressibleByNilLiteral {
  public init(nilLiteral: ()) { self = .nothing }
}
extension ViewValue: ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: ViewValue...) { self = .list(elements) }
}
extension ViewValue: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, ViewValue)...) {
    self = .fields(Dictionary(uniqueKeysWithValues: elements))
  }
}

/// A template written out, or what it throws.
nonisolated func rendered(
  _ text: String, _ value: ViewValue = [:], _ partials: [String: String] = [:]
) -> String {
  withNotes(text, [value], partials).text
}

/// A template written out, and what the engine had to say about it.
nonisolated func withNotes(
  _ text: String, _ values: [ViewValue], _ partials: [String: String] = [:]
) -> (text: String, notes: [String]) {
  var notes: [String] = []
  do {
    let engine = Mustache()
    var others: [String: Mustache.Template] = [:]
    for (name, text) in partials { others[name] = try engine.parse(text, file: name) }
    let template = try engine.parse(text, file: "page")
    let output = try engine.render(
      template, values, partial: { [others] in others[$0] }, note: { notes.append($0) })
    return (output, notes)
  } catch { return ("\(error)", notes) }
}

/// A folder with these files, removed afterwards.
@MainActor func withViews(
  _ files: [String: String], _ body: @MainActor (String) async throws -> Void
) async throws {
  let manager = FileManager.default
  let folder = manager.temporaryDirectory.appendingPathComponent("views-\(UUID().uuidString)").path
  try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? manager.removeItem(atPath: folder) }
  for (name, text) in files {
    let file = "\(folder)/\(name)"
    try await makeFolder(Path.dirname(file), withParents: true)
    try await writeFile(file, text)
  }
  try await body(folder)
}
