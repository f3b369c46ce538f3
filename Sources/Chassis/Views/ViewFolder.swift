// The folder in which views stand, and the way from a name to a file in it. No name leads anywhere else: names can come
// from values ({{>*kind}}), and values from strangers.

nonisolated struct ViewFolder: Sendable {
  let path: String
  let fileExtension: String

  /// Larger files are no templates.
  static let maximumSize = 1_048_576

  /// The parts of a name, nil if it is none: `users/list` has two.
  static func segments(of name: String) -> [String]? {
    let segments = name.utf8.split(separator: slash, omittingEmptySubsequences: false)
    let isSafe = segments.allSatisfy { segment in
      // By bytes: to a character belong the accents behind it, and the system knows no characters.
      segment.first.map { $0 != UInt8(ascii: ".") } == true
        && segment.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\\") }
    }
    return isSafe ? segments.map { String(decoding: $0, as: UTF8.self) } : nil
  }

  /// How messages name the file of a template.
  func file(_ name: String) -> String { "\(path)/\(name).\(fileExtension)" }

  /// The file of a template as it is now; nil where there is none.
  @MainActor func status(_ name: String) async throws -> FileStatus? {
    guard Self.segments(of: name) != nil else { return nil }
    do {
      let status = try await fileStatus(file(name))
      return status.kind == .file ? status : nil
    } catch let error as SystemError where error.meansNoTemplate {
      return nil
    }
  }

  /// The text of a template; nil where a link leads out of the folder.
  @MainActor func read(_ name: String, _ status: FileStatus) async throws -> String? {
    let real = try await realPath(file(name))
    let root = try await realPath(path)
    guard real.hasPrefix(root == "/" ? "/" : root + "/") else { return nil }
    guard status.size <= Self.maximumSize else {
      throw Mistake("\(file(name)) is larger than \(Self.maximumSize) bytes: that is no template")
    }
    let bytes = try await readFile(real)
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    guard let text = String(validating: bytes.dropFirst(hasMark ? 3 : 0), as: UTF8.self) else {
      throw Mistake("\(file(name)) is no UTF-8: save it in that encoding")
    }
    return text
  }

  // MARK: What is not there

  /// The error for a view that is not there: it says what is.
  @MainActor func missing(_ name: String) async throws -> Mistake {
    guard Self.segments(of: name) != nil else {
      return Mistake(
        "\"\(name)\" is no name of a view: it is a path inside \(path), such as \"users/list\", "
          + "and no part of it begins with \".\"")
    }
    var names: [String] = []
    do { try await list("", depth: 0, &names) } catch {
      return Mistake(
        "the folder of the views, \(path), cannot be read: \(error); "
          + "a relative one counts from where the program was started")
    }
    let shown = names.isEmpty ? "none" : names.sorted().prefix(20).joined(separator: ", ")
    return Mistake("\(path) has no \(name).\(fileExtension); its views: \(shown)")
  }

  private static let maximumListed = 1_000
  private static let maximumListedDepth = 8

  /// Collects the names of the views in a folder and those in it.
  @MainActor private func list(_ inner: String, depth: Int, _ names: inout [String]) async throws {
    for entry in try await readFolder(inner.isEmpty ? path : "\(path)/\(inner)") {
      guard names.count < Self.maximumListed, !entry.name.hasPrefix(".") else { continue }
      let name = inner.isEmpty ? entry.name : "\(inner)/\(entry.name)"
      if entry.kind == .folder {
        if depth < Self.maximumListedDepth { try await list(name, depth: depth + 1, &names) }
      } else if name.hasSuffix(".\(fileExtension)") {
        names.append(String(name.dropLast(fileExtension.count + 1)))
      }
    }
  }
}

extension SystemError {
  fileprivate nonisolated var meansNoTemplate: Bool {
    ["ENOENT", "ENOTDIR", "ENAMETOOLONG", "EACCES", "ELOOP"].contains(code)
  }
}
