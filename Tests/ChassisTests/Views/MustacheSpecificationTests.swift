// The files of the Mustache specification, where they are: in the folder that MUSTACHE_SPECIFICATION names, or beside the
// package in ../shared/suites/mustache. Elsewhere these tests are skipped; the other tests here show the same in words of
// their own.

import Foundation
import Testing

@testable import Chassis

@Suite struct MustacheSpecificationTests {
  private static let folder =
    environment["MUSTACHE_SPECIFICATION"]
    ?? #filePath.components(separatedBy: "/Tests/")[0] + "/../shared/suites/mustache"
  private static let isHere = FileManager.default.fileExists(atPath: folder)

  private struct File: Decodable { var tests: [Case] }

  private struct Case: Decodable {
    var name: String
    var data: Tree
    var template: String
    var partials: [String: String]?
    var expected: String
  }

  /// Any JSON as values for a template.
  private struct Tree: Decodable {
    let value: ViewValue

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        value = .nothing
      } else if let isTrue = try? container.decode(Bool.self) {
        value = .bool(isTrue)
      } else if let number = try? container.decode(Double.self) {
        value = try ViewValue(number)
      } else if let text = try? container.decode(String.self) {
        value = .text(text)
      } else if let elements = try? container.decode([Tree].self) {
        value = .list(elements.map(\.value))
      } else {
        value = .fields(try container.decode([String: Tree].self).mapValues(\.value))
      }
    }
  }

  @Test(
    .enabled(if: isHere, "the specification is not here: MUSTACHE_SPECIFICATION names its folder"),
    arguments: [
      ("interpolation", 40), ("sections", 30), ("inverted", 20), ("partials", 10),
      ("comments", 10), ("delimiters", 10), ("~inheritance", 20), ("~dynamic-names", 20),
    ])
  func `the specification`(file: String, atLeast count: Int) throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(Self.folder)/\(file).json"))
    let cases = try JSON.parse(Array(bytes), as: File.self).tests
    #expect(cases.count >= count)
    for test in cases {
      let text = rendered(test.template, test.data.value, test.partials ?? [:])
      #expect(text == test.expected, "\(file): \(test.name)")
    }
  }
}
