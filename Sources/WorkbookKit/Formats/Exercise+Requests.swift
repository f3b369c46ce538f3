// The text of checks, for reports that show what was tested.

extension Exercise {
  /// The text of each check in check.hurl, from its name to the next one's, by its name. Empty for a *break*, whose checks
  /// are wrong servers.
  func requestsOfChecks() throws -> [String: String] {
    guard kind != .break else { return [:] }
    var texts: [String: String] = [:]
    var name: String?
    for line in textLines(try readText("\(path)/check.hurl", shown: "check.hurl")) {
      if let match = line.wholeMatch(of: /# @check (\S+)\s*/) { name = String(match.1) }
      if let name { texts[name, default: ""] += line + "\n" }
    }
    return texts.mapValues { $0.trimmingSuffix { $0.isWhitespace } }
  }
}

extension String {
  fileprivate func trimmingSuffix(while isCut: (Character) -> Bool) -> String {
    var text = self[...]
    while let last = text.last, isCut(last) { text.removeLast() }
    return String(text)
  }
}
