// Paths of routes, and paths that they are held against: a pattern is a value or an error that shows its place; what
// matches stays within the path; and the table that finds routes quickly loses none that fits.
//
// The first byte chooses the rules, the last line is the path, the others are patterns.
//
// with: Chassis/Routing/PathPattern.swift
// with: Chassis/Routing/PathPattern+Parse.swift
// with: Chassis/Routing/PathMatcher.swift
// with: Chassis/Routing/RoutingTable.swift

nonisolated func pattern(_ text: String) -> PathPattern? {
  do throws(PathPatternError) { return try PathPattern(text) } catch {
    promise(error.pattern == text, "another pattern is at fault")
    promise((0...text.count).contains(error.offset), "the fault is outside the pattern")
    promise(!error.reason.isEmpty && !error.hint.isEmpty, "the fault is not explained")
    return nil
  }
}

/// Whether it matches; what it says of the path must be true of the path.
nonisolated func matches(_ matcher: PathMatcher, _ path: [UInt8]) -> Bool {
  var captures: [Range<Int>] = []
  guard let match = matcher.match(path, &captures) else { return false }
  let alternative = matcher.alternatives[match.alternative]
  promise(captures.count == alternative.names.count, "a name stands for nothing")
  var position = 0
  for (token, range) in zip(alternative.tokens.filter { $0.name != nil }, captures) {
    promise(range.lowerBound >= position && !range.isEmpty, "a name stands for a part before it")
    if case .parameter = token { promise(!path[range].contains(47), "a name took a slash") }
    position = range.upperBound
  }
  promise((position...path.count).contains(match.end), "it ends outside the path")
  return true
}

@_cdecl("LLVMFuzzerTestOneInput")
public nonisolated func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = fuzzedBytes(start, count)
  let lines = String(decoding: bytes.dropFirst(), as: UTF8.self)
    .split(separator: "\n", omittingEmptySubsequences: false)
  guard let choice = bytes.first, let path = lines.last.map({ Array($0.utf8) }) else { return 0 }
  let rules = PathMatcher.Rules(
    caseSensitive: choice & 1 > 0, strict: choice & 2 > 0, isPrefix: choice & 4 > 0)
  let matchers = lines.dropLast().prefix(20).compactMap { pattern(String($0)) }
    .map { PathMatcher($0, rules) }

  var table = RoutingTable(caseSensitive: rules.caseSensitive)
  for (index, matcher) in matchers.enumerated() { table.insert(index, matcher) }
  var found: [Int] = []
  while let index = table.first(from: (found.last ?? -1) + 1, for: path) {
    promise(index > found.last ?? -1, "the table goes back")
    found.append(index)
  }
  for (index, matcher) in matchers.enumerated() where matches(matcher, path) {
    promise(found.contains(index), "the table does not know \(matcher.pattern.text)")
  }
  return 0
}
