// A lesson's transcript in words: each request, how both columns answered, and a verdict at the end.

/// Writes what came of a lesson's script.
@MainActor struct LessonText {
  let style: Style
  let width: Int

  /// What stands above the requests.
  var heading: String {
    let requests = "request".padded(to: requestWidth)
    return style.dim("  \(requests)  raw  framework  body")
  }

  /// A third of the line for the request, but no more than is of use.
  private var requestWidth: Int { min(40, max(20, width / 3)) }

  /// One request: a line if all is well, and more lines if it is not.
  func lines(for report: PairReport) -> [String] {
    guard !report.raw.wasSkipped else { return [style.dim("- \(request(report))  skipped")] }
    let (raw, framework) = (status(report.raw), status(report.framework))
    let start =
      "\(request(report).padded(to: requestWidth))  \(raw.padded(to: 3))  \(framework.padded(to: 9))  "
    let room = max(10, width - start.displayWidth - 2)
    let body = style.dim(excerpt(report.raw.response, room))
    if report.isFine { return [style.green("✓ ") + start + body] + paces(report) }
    return [style.red("✗ " + start) + body] + paces(report) + problems(report)
  }

  private func request(_ report: PairReport) -> String {
    let entry = report.raw.entry.request
    let text =
      report.raw.request.map { "\($0.method) \($0.target)" }
      ?? "\(entry.method) \(entry.url.source)"
    // What the script sends besides may be what matters: two requests of the same path differ by it.
    let fields = entry.headers.map { "\($0.name.source): \($0.value.source)" }
    return shortened(([text] + fields).joined(separator: "  "), requestWidth)
  }

  /// For a request that was sent among others: how many, and how long that took in each column.
  private func paces(_ report: PairReport) -> [String] {
    guard !report.raw.entry.timing.isPlain else { return [] }
    let timing = report.raw.entry.timing.words
    let columns = [("raw", report.raw), ("framework", report.framework)]
    let paces = columns.compactMap { name, answer in
      answer.pace.map { style.dim("    " + name.padded(to: 9) + "  " + $0.words) }
    }
    return [style.dim("    " + timing)] + paces
  }

  private func status(_ report: EntryReport) -> String {
    report.response.map { "\($0.status)" } ?? "-"
  }

  private func excerpt(_ response: WireResponse?, _ room: Int) -> String {
    guard let response else { return "no answer" }
    return response.body.isEmpty ? "(empty)" : shortened(shownBytes(response.body), room)
  }

  private func shortened(_ text: String, _ room: Int) -> String {
    text.displayWidth <= room ? text : (text.pieces(of: room - 1).first ?? "") + "…"
  }

  private func problems(_ report: PairReport) -> [String] {
    var lines: [String] = []
    if let request = report.raw.request { lines.append("    " + style.cyan(curlLine(request))) }
    for (column, answer) in [("raw", report.raw), ("framework", report.framework)] {
      for failure in answer.failures {
        lines.append("    \(column), line \(failure.position.line): \(failure.question)")
        lines.append("      expected  \(failure.expected)")
        lines.append("      actual    \(failure.actual)")
      }
    }
    for difference in report.differences {
      lines.append("    the columns differ: \(difference.subject)")
      lines.append("      raw        \(difference.left)")
      lines.append("      framework  \(difference.right)")
    }
    return lines
  }

  /// The verdict on all of them, in a sentence.
  func verdict(_ reports: [PairReport]) -> String {
    let wrong = reports.count { !$0.isFine }
    let requests = reports.count == 1 ? "1 request" : "\(reports.count) requests"
    guard wrong > 0 else {
      return style.green(
        "✓ \(requests), answered as the script expects, and identically by both columns")
    }
    return style.red("✗ \(wrong) of \(requests) not as they should be")
  }
}
