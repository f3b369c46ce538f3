// What the process was told by whoever started it: the environment's variables.

import CPlatform

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The environment of this process.
public nonisolated let environment = Environment()

/// Reads the environment's variables.
///
/// ```swift
/// let database = environment["DATABASE_URL"] ?? "notes.json"
/// let port = environment.port ?? 3000
/// ```
///
/// Node: `process.env`
public nonisolated struct Environment: Sendable {
  /// The variable's value, or nil where it is not set.
  public subscript(name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// All variables that are set.
  ///
  /// ```swift
  /// let variables = environment.all.merging(["LANG": "C"]) { $1 }
  /// ```
  public var all: [String: String] {
    var variables: [String: String] = [:]
    var next = inherited_environment()
    while let text = next.pointee {
      let pair = String(cString: text).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if pair.count == 2 { variables[String(pair[0])] = String(pair[1]) }
      next += 1
    }
    return variables
  }

  /// The value of `PORT`, or nil where it is not set or empty. One that is no port ends the process with a clear line.
  public var port: Int? {
    guard let text = self["PORT"], !text.isEmpty else { return nil }
    guard let number = Int(text), (0...65_535).contains(number) else {
      endProcess("PORT is \"\(text)\": a port is a whole number from 0 to 65535")
    }
    return number
  }

  /// The value of `HOST`, or nil where it is not set or empty.
  public var host: String? { self["HOST"].flatMap { $0.isEmpty ? nil : $0 } }
}
