// Paths as text: put together, taken apart, made short. Nothing here looks at a file, so a path may name one that does
// not exist, and `..` is taken at its word, also behind a symbolic link (`realPath` asks the file system).
//
//     /srv/public/css/main.min.css
//     └──── dirname ─┘└ basename ┘
//                             └──┘ extname
//
// What comes from a stranger is a path only once it is seen to stay where it should: `Path.join("public", "../../etc")`
// is `../etc`.

/// Work with paths of files, separated by `/`.
///
/// Node: `path.posix`
public nonisolated enum Path {
  /// Puts the parts together with `/` between them, and makes the result short.
  ///
  /// ```swift
  /// Path.join("public", "img", "..", "main.css")  // "public/main.css"
  /// ```
  ///
  /// Empty parts say nothing; where all are empty, it is `.`. A part that begins with `/` does not begin anew: that is
  /// what `resolve` does.
  ///
  /// Node: `path.join`
  public static func join(_ parts: String...) -> String {
    normalize(parts.filter { !$0.isEmpty }.joined(separator: "/"))
  }

  /// The shortest way to say the same: without `.`, `//`, and a folder that `..` leaves at once.
  ///
  /// ```swift
  /// Path.normalize("/srv//notes/./2026/../")  // "/srv/notes/"
  /// ```
  ///
  /// A `/` at the end stays. Nothing at all is `.`, this folder; above `/` there is only `/`.
  ///
  /// Node: `path.normalize`
  public static func normalize(_ path: String) -> String {
    let isAbsolute = isAbsolute(path)
    let names = shortened(path, isAbsolute: isAbsolute)
    if names.isEmpty && isAbsolute { return "/" }
    let text = names.isEmpty ? "." : (isAbsolute ? "/" : "") + Path.text(names)
    return path.utf8.last == slash ? text + "/" : text
  }

  /// Whether a path begins at the root, and so means the same in every folder.
  ///
  /// Node: `path.isAbsolute`
  public static func isAbsolute(_ path: String) -> Bool { path.utf8.first == slash }

  /// Goes from one part to the next, as `cd` would, and says where one ends up: an absolute path, without a `/` at its
  /// end.
  ///
  /// ```swift
  /// Path.resolve("notes", "../users", in: "/srv/app")  // "/srv/app/users"
  /// Path.resolve("notes", "/etc/hosts", in: "/srv/app")  // "/etc/hosts"
  /// ```
  ///
  /// One starts in `folder`; where that is not absolute itself, it is taken to stand in the root.
  ///
  /// Node: `path.resolve`, which starts in the process's folder
  public static func resolve(_ parts: String..., in folder: String) -> String {
    let way = [folder] + parts
    let start = way.lastIndex { isAbsolute($0) } ?? 0
    return "/" + text(shortened(way[start...].joined(separator: "/"), isAbsolute: true))
  }

  /// The way from one folder to a path; empty where they are the same.
  ///
  /// ```swift
  /// Path.relative(from: "/srv/app/views", to: "/srv/public/main.css")  // "../../public/main.css"
  /// ```
  ///
  /// What is not absolute stands in `folder`.
  ///
  /// Node: `path.relative`, whose paths stand in the process's folder
  public static func relative(
    from start: String, to end: String, in folder: String = "/"
  ) -> String {
    let from = names(resolve(start, in: folder))
    let to = names(resolve(end, in: folder))
    let shared = zip(from, to).prefix { $0 == $1 }.count
    let up = [Bytes](repeating: parent, count: from.count - shared)
    return text(up + to[shared...])
  }

  /// The folder that a path stands in, as it is written.
  ///
  /// ```swift
  /// Path.dirname("/srv/notes/today.txt")  // "/srv/notes"
  /// Path.dirname("today.txt")  // "."
  /// ```
  ///
  /// Node: `path.dirname`
  public static func dirname(_ path: String) -> String {
    let bytes = withoutSlashesAtEnd(path)
    if bytes.isEmpty { return isAbsolute(path) ? "/" : "." }
    guard let last = bytes.lastIndex(of: slash) else { return "." }
    // Two slashes at the beginning may mean a place of their own (POSIX); more of them mean one.
    if last == 0 { return "/" }
    if last == 1 && bytes[0] == slash { return "//" }
    return String(decoding: bytes[..<last], as: UTF8.self)
  }

  /// The last name of a path, without `suffix` if it ends so and is more than that.
  ///
  /// ```swift
  /// Path.basename("/srv/notes/today.txt")  // "today.txt"
  /// Path.basename("/srv/notes/today.txt", without: ".txt")  // "today"
  /// ```
  ///
  /// Node: `path.basename`, which gives nothing where the whole path is the suffix
  public static func basename(_ path: String, without suffix: String = "") -> String {
    let name = lastName(path)
    let end = Array(suffix.utf8)
    let isMore = name.count > end.count && name.suffix(end.count) == end[...]
    return String(decoding: isMore ? name.dropLast(end.count) : name, as: UTF8.self)
  }

  /// What the last name ends with, from its last dot on: empty where there is none, or only one at the name's
  /// beginning.
  ///
  /// ```swift
  /// Path.extname("main.min.css")  // ".css"
  /// Path.extname(".bashrc")  // ""
  /// ```
  ///
  /// Node: `path.extname`
  public static func extname(_ path: String) -> String {
    let name = lastName(path)
    guard name != parent, let last = name.lastIndex(of: dot), last > name.startIndex else {
      return ""
    }
    return String(decoding: name[last...], as: UTF8.self)
  }

  // Names are compared byte by byte, as the system does. To Swift's characters a slash and an accent behind it are one,
  // which is no slash: a path taken apart by characters would have hidden folders.
  private typealias Bytes = ArraySlice<UInt8>

  private static let slash = UInt8(ascii: "/")
  private static let dot = UInt8(ascii: ".")
  private static let parent: Bytes = [UInt8(ascii: "."), UInt8(ascii: ".")]

  private static func names(_ path: String) -> [Bytes] { Array(path.utf8).split(separator: slash) }

  private static func text(_ names: [Bytes]) -> String {
    String(decoding: Array(names.joined(separator: [slash])), as: UTF8.self)
  }

  /// The names, without `.`, and without those that `..` leaves. Above the root there is nothing to go to.
  private static func shortened(_ path: String, isAbsolute: Bool) -> [Bytes] {
    names(path).reduce(into: []) { names, name in
      if name == [dot] { return }
      if name != parent {
        names.append(name)
      } else if let last = names.last, last != parent {
        names.removeLast()
      } else if !isAbsolute {
        names.append(name)
      }
    }
  }

  private static func withoutSlashesAtEnd(_ path: String) -> Bytes {
    let bytes = Array(path.utf8)
    return bytes[..<(bytes.lastIndex { $0 != slash }.map { $0 + 1 } ?? 0)]
  }

  private static func lastName(_ path: String) -> Bytes {
    let bytes = withoutSlashesAtEnd(path)
    return bytes[(bytes.lastIndex(of: slash).map { $0 + 1 } ?? 0)...]
  }
}
