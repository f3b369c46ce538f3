// What a stranger hands in as a program's source, read once and with care, before a compiler sees it.
//
// The compiler opens whatever it is pointed to: a link to somebody else's file, whose lines it would then show in its
// complaints; a pipe, for which it would wait; a device without an end. So each file is opened here, looked at, read,
// and compiled from a copy.

import Engine
import Foundation

/// The Swift files of a folder.
struct SourceFiles: Sendable, Equatable {
  /// Sorted by name.
  var files: [File]

  struct File: Sendable, Equatable {
    var name: String
    var text: Data
  }

  /// Each file's name and text.
  var texts: [(name: String, text: String)] {
    files.map { ($0.name, String(decoding: $0.text, as: UTF8.self)) }
  }

  /// Bytes that all files together may have: 1 MiB.
  static let limit = ResourceLimits.mebibyte

  /// One `main.swift`, given as text.
  init(text: String) { files = [File(name: "main.swift", text: Data(text.utf8))] }

  /// Reads the files of a folder whose names end with `.swift`.
  ///
  /// Throws `WorkbookError` where there is no main.swift, or a file is none that could be compiled.
  @MainActor init(folder: String) async throws {
    let names = try Self.names(in: folder, wanted: "main.swift")
    let sources = names.filter { $0.hasSuffix(".swift") }.sorted()
    files = []
    var room = Self.limit
    for name in sources {
      // `-o.swift` and `@list.swift` would be orders to the compiler.
      guard let first = name.first, first.isLetter || first.isNumber || first == "_" else {
        throw WorkbookError("\(folder)/\(name): a file's name must begin with a letter or a digit")
      }
      let text = try await Self.read(name, in: folder, room)
      room -= text.count
      files.append(File(name: name, text: text))
    }
  }

  /// The names in a folder that was handed in.
  ///
  /// Throws `WorkbookError` where it is no folder, or what is wanted does not stand in it.
  static func names(in folder: String, wanted: String) throws -> [String] {
    var isFolder: ObjCBool = true
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
      throw WorkbookError("\(folder): there is no \(wanted), because its folder is not there")
    }
    guard isFolder.boolValue else {
      throw WorkbookError(
        "\(folder): this is a file; give the folder in which \(wanted) stands")
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    guard names.contains(wanted) else { throw WorkbookError("\(folder): there is no \(wanted)") }
    return names
  }

  /// Reads one file that a stranger handed in.
  ///
  /// Throws `WorkbookError` where it is none, leads out of its folder, is no text, or has more bytes than there is room.
  @MainActor static func read(
    _ name: String, in folder: String, _ room: Int = limit,
    rule: String = "the sources of a program may have 1 MiB together"
  ) async throws -> Data {
    let file: OpenFile
    do { file = try await openFile(name, inside: folder) } catch let error as SystemError {
      throw WorkbookError("\(folder)/\(name) \(complaint(error))")
    }
    // A file can grow while it is read: one byte more than allowed tells it.
    let bytes = file.status.size > room ? [] : try await file.read(room + 1, at: 0)
    guard file.status.size <= room, bytes.count <= room else {
      throw WorkbookError(
        """
        \(folder)/\(name) is too large (\(max(file.status.size, bytes.count)) bytes): \
        \(rule)
        """
      )
    }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw WorkbookError("\(folder)/\(name) is not text in UTF-8: save it as such")
    }
    return Data(bytes)
  }

  private static func complaint(_ error: SystemError) -> String {
    switch error.code {
    case "EISDIR": "is a folder, and must be a file"
    case "ENOTSUP": "is a device, a pipe or a socket, and must be a file"
    case "ENOENT", "ELOOP": "is a link that leads out of its folder or nowhere, and must be a file"
    default: "cannot be read: \(error)"
    }
  }
}
