// What the names in a route's path stand for in the path of a request.

/// The parts of the path that `:name` and `*name` matched, decoded.
///
/// ```swift
/// app.get("/users/:id/files/*path") { request, response in
///   request.params["id"]         // "42"
///   request.params["path"]       // "notes/today.txt"
///   request.params.all("path")   // ["notes", "today.txt"]
/// }
/// ```
///
/// Express: `req.params`
public nonisolated struct Parameters: Equatable, Sendable, Sequence {
  private enum Value: Equatable {
    case segment(String)
    case segments([String])
  }

  private var names: [String] = []
  private var values: [Value] = []

  init() {}

  /// What a pattern captured in a path.
  ///
  /// Throws `HTTPError` 400 for a part whose percent-encoding makes no sense.
  init(_ names: [String], _ captures: [Range<Int>], wildcards: [Bool], in path: [UInt8])
    throws(HTTPError)
  {
    self.names = names
    values.reserveCapacity(names.count)
    for index in names.indices {
      let part = path[captures[index]]
      if wildcards[index] {
        var segments: [String] = []
        for segment in part.split(separator: slash, omittingEmptySubsequences: false) {
          segments.append(try Self.decode(segment, names[index]))
        }
        values.append(.segments(segments))
      } else {
        values.append(.segment(try Self.decode(part, names[index])))
      }
    }
  }

  private static func decode(_ bytes: ArraySlice<UInt8>, _ name: String) throws(HTTPError) -> String
  {
    let text = String(decoding: bytes, as: UTF8.self)
    guard bytes.contains(UInt8(ascii: "%")) else { return text }
    do { return try decodeURIComponent(text) } catch {
      throw HTTPError(
        400, "\(name): malformed percent-encoding in \"\(text)\"", code: "param.malformed")
    }
  }

  /// The value of a name, or nil where the pattern has no such name or its part is absent. A wildcard's segments are
  /// joined by "/".
  public subscript(name: String) -> String? {
    guard let index = names.lastIndex(of: name) else { return nil }
    switch values[index] {
    case .segment(let segment): return segment
    case .segments(let segments): return segments.joined(separator: "/")
    }
  }

  /// The decoded segments that a wildcard matched; a decoded "/" inside one does not split it.
  ///
  /// Express: an array in `req.params`
  public func all(_ name: String) -> [String] {
    guard let index = names.lastIndex(of: name) else { return [] }
    switch values[index] {
    case .segment(let segment): return [segment]
    case .segments(let segments): return segments
    }
  }

  /// Whether the path has no named parts.
  public var isEmpty: Bool { names.isEmpty }

  public func makeIterator() -> some IteratorProtocol<(name: String, value: String)> {
    names.lazy.map { (name: $0, value: self[$0] ?? "") }.makeIterator()
  }

  /// The names that are there, for messages.
  var readableNames: String { names.isEmpty ? "none" : names.joined(separator: ", ") }

  /// These parameters with those of an outer router; where both have a name, the inner one counts.
  func merged(over outer: Parameters) -> Parameters {
    guard !outer.names.isEmpty else { return self }
    var merged = self
    for (name, value) in zip(outer.names, outer.values) where !names.contains(name) {
      merged.names.append(name)
      merged.values.append(value)
    }
    return merged
  }
}
