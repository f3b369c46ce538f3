// What an expectation that failed has told already: the comparison of a refactoring with the given program need not say it
// again.

extension EntryReport {
  /// The differences that no failure names, and that do not follow from another one.
  func untold(of differences: [WireDifference]) -> [WireDifference] {
    let told = Set(failures.flatMap(subjects))
    let bodyDiffers = told.contains("body") || differences.contains(where: \.isOfBody)
    return differences.filter { difference in
      if difference.isOfBody { return !told.contains("body") }
      if bodyDiffers, difference.isOfLength { return false }
      return !told.contains(difference.subject.lowercased())
    }
  }

  /// What a failure is about, as a difference would be called. A status that is wrong is shown with its body.
  private func subjects(of failure: Failure) -> [String] {
    if let assert = entry.response?.asserts.first(where: { $0.position == failure.position }) {
      return assert.query.subjects
    }
    let question = failure.question.lowercased()
    return question == "status" ? ["status", "body"] : [question]
  }
}

extension WireDifference {
  fileprivate var isOfBody: Bool { subject.hasPrefix("body") }

  /// Whether both answers have a length, and not the same: so it is where their bodies differ.
  fileprivate var isOfLength: Bool {
    switch subject.lowercased() {
    case "header content-length": left != "absent" && right != "absent"
    case "framing": left.hasPrefix("length(") && right.hasPrefix("length(")
    default: false
    }
  }
}

extension Query {
  fileprivate var subjects: [String] {
    switch self {
    case .status: ["status"]
    case .version: ["version"]
    case .header(let name): ["header \(name.source)".lowercased()]
    case .cookie: ["header set-cookie"]
    case .body, .bytes, .rawBytes, .jsonPath, .regex: ["body"]
    case .url, .redirects, .duration, .variable: []
    }
  }
}
