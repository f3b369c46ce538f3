// A check of an exercise: some requests of check.hurl that belong together, with a name and points.

/// One check.
public struct Check: Sendable, Equatable {
  public var name: String
  public var points: Int
  /// The checks that must have passed before this one makes sense.
  public var needs: [String]
  /// What is asked for, in a sentence.
  public var sentence: String
  public var entries: [Entry]
  /// For points that a rule of the approach gives: the rule, in the place of requests.
  public var rule: ApproachRule?

  /// The checks of a script: each begins with `# @check name` and goes on to the next.
  ///
  /// Throws `ScriptError` where a note stands in the wrong place or names an unknown check.
  static func checks(in script: Script) throws -> [Check] {
    try script.checkNotes()
    var checks: [Check] = []
    let names = script.entries.flatMap(\.notes).filter { $0.kind == .check }.map(\.value)
    for entry in script.entries {
      if let note = entry.notes.first(where: { $0.kind == .check }) {
        checks.append(try make(note, entry, script.file, after: checks, of: names))
      } else if checks.isEmpty || entry.notes.contains(where: \.isOfCheck) {
        let position = entry.notes.first(where: \.isOfCheck)?.position ?? entry.request.position
        throw ScriptError(
          file: script.file, position: position, message: "a check begins with # @check name")
      } else {
        checks[checks.count - 1].entries.append(entry)
      }
    }
    guard !checks.isEmpty else {
      throw ScriptError(
        file: script.file, position: Position(line: 1, column: 1),
        message: "there is no check in this file")
    }
    return checks
  }

  private static func make(
    _ note: Note, _ entry: Entry, _ file: String, after checks: [Check], of known: [String]
  ) throws -> Check {
    guard !checks.contains(where: { $0.name == note.value }) else {
      throw ScriptError(
        file: file, position: note.position, message: "the check \"\(note.value)\" stands twice")
    }
    if let meanwhile = entry.note(.meanwhile) {
      throw ScriptError(
        file: file, position: meanwhile.position,
        message:
          "the first request of a check has none before it; @meanwhile belongs to a later one")
    }
    let allPoints = entry.notes.filter { $0.kind == .points }
    guard let points = allPoints.first.flatMap({ Int($0.value) }) else {
      throw ScriptError(
        file: file, position: note.position, message: "the check \"\(note.value)\" has no # @points"
      )
    }
    if allPoints.count > 1 {
      throw ScriptError(
        file: file, position: allPoints[1].position,
        message: "the check \"\(note.value)\" has @points twice")
    }
    var needs: [String] = []
    for need in entry.notes where need.kind == .needs {
      guard checks.contains(where: { $0.name == need.value }) else {
        throw ScriptError(
          file: file, position: need.position, message: wrongNeed(need.value, of: note.value, known)
        )
      }
      needs.append(need.value)
    }
    return Check(
      name: note.value, points: points, needs: needs,
      sentence: entry.comment.joined(separator: " "), entries: [entry])
  }
  /// Checks stand in an order in which each can be asked, so none can wait for itself, not even by way of others.
  private static func wrongNeed(_ need: String, of name: String, _ known: [String]) -> String {
    if need == name { return "\"\(name)\" needs itself" }
    if known.contains(need) {
      return
        "\"\(name)\" needs \"\(need)\", which stands behind it; a check can only need those before it"
    }
    return "there is no check named \"\(need)\"\(suggestion(for: need, among: known))"
  }
}
