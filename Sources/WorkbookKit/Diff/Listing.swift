// One side of a comparison, and how it is read: a file or a folder, within limits, because it may be a stranger's.

import Engine
import Foundation

/// A lesson's column, a student's program.
struct Listing: Equatable {
  /// `Raw`, `yours`
  var name: String
  /// What stands before a file's path where it is shown: `Raw/`.
  var prefix: String
  /// What stands before a file's path in a patch: `Lessons/01-hello/Raw/`.
  var patchPrefix = ""
  /// What its empty cell says where the other side has a step that this one lacks.
  var wordForNoStep = "(no such step)"
  /// Each file's text, by its path within the program.
  var files: [String: String]
}

extension Listing {
  static let mostLines = 10_000
  static let mostBytes = 400_000
  static let mostFiles = 100

  /// Reads the Swift files of a folder and of the folders in it, those that begin with a dot left out.
  ///
  /// Throws `WorkbookError` if there is none, or if there is too much.
  init(name: String, folder: String) throws {
    let paths = try Self.swiftFiles(in: folder, name)
    guard !paths.isEmpty else { throw WorkbookError("\(name) has no Swift file") }
    self.init(name: name, prefix: "\(name)/", files: [:])
    var room = (bytes: Self.mostBytes, lines: Self.mostLines)
    for path in paths {
      files[path] = try Self.text("\(folder)/\(path)", shown: "\(name)/\(path)", &room)
    }
  }

  /// Reads one file.
  ///
  /// Throws `WorkbookError` if it is not there, is no text, or is too long.
  init(name: String, file: String) throws {
    var room = (bytes: Self.mostBytes, lines: Self.mostLines)
    let text = try Self.text(file, shown: name, &room)
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    self.init(
      name: name, prefix: parts.dropLast().map { "\($0)/" }.joined(),
      files: [String(parts.last ?? ""): text])
  }

  private static func swiftFiles(in folder: String, _ name: String) throws -> [String] {
    let all = FileManager.default.enumerator(atPath: folder)
    var paths: [String] = []
    while let path = all?.nextObject() as? String {
      if Path.basename(path).hasPrefix(".") {
        all?.skipDescendants()
      } else if path.hasSuffix(".swift") {
        paths.append(path)
      }
      guard paths.count <= mostFiles else {
        throw WorkbookError("\(name) has more than \(mostFiles) Swift files; compare a part of it")
      }
    }
    return paths.sorted()
  }

  /// A file's text. Its size is looked at before it is read, and so is whether it is a file at all: a pipe would never
  /// end.
  private static func text(
    _ file: String, shown: String, _ room: inout (bytes: Int, lines: Int)
  ) throws -> String {
    let real = URL(fileURLWithPath: file).resolvingSymlinksInPath().path
    let attributes = try? FileManager.default.attributesOfItem(atPath: real)
    if let kind = attributes?[.type] as? FileAttributeType, kind != .typeRegular {
      throw WorkbookError("\(shown) is no file")
    }
    room.bytes -= (attributes?[.size] as? NSNumber)?.intValue ?? 0
    guard room.bytes >= 0 else { throw tooLong(shown) }
    let text = try readText(real, shown: shown)
    room.lines -= text.utf8.count { $0 == UInt8(ascii: "\n") }
    guard room.lines >= 0 else { throw tooLong(shown) }
    return text
  }

  private static func tooLong(_ shown: String) -> WorkbookError {
    WorkbookError(
      "\(shown) is too long to compare: programs may have \(mostLines) lines and \(mostBytes) bytes"
    )
  }
}
