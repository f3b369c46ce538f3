// A class on one page that needs nothing but itself: totals, who holds which check, what most miss, whose works are
// equal. All text comes through `HTMLText.escaped`, and the page's own policy lets no script run and fetches nothing.

import Engine
import Foundation

/// Writes the gradebook's page.
struct GradebookPage {
  let book: Gradebook

  var html: String {
    Self.page(
      title: "Gradebook",
      [summary, problems, totals, matrices, missed, groups].filter { !$0.isEmpty }
        .joined(separator: "\n"))
  }

  /// A whole page around its content.
  static func page(title: String, _ content: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
    base-uri 'none'; form-action 'none'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(HTMLText.escaped(title))</title>
    <style>\(style)</style>
    </head>
    <body>
    <main>
    <h1>\(HTMLText.escaped(title))</h1>
    \(content)
    </main>
    </body>
    </html>

    """
  }

  private func shown(_ text: String) -> String { HTMLText.escaped(shownCode(text)) }

  // MARK: Totals

  private var summary: String {
    let points = book.students.map(book.points)
    let mean = Double(points.reduce(0, +)) / Double(max(1, points.count))
    let figures = [
      ("\(points.count)", points.count == 1 ? "student" : "students"),
      (
        mean.formatted(.number.precision(.fractionLength(1)).locale(Locale(identifier: "en_US"))),
        "of \(book.maximum) points on average"
      ),
      ("\(points.count { $0 == book.maximum })", "with full marks"),
      ("\(points.count { $0 == 0 })", "with no points"),
    ]
    let items = figures.map { "<li class=\"figure\"><b>\($0.0)</b> \($0.1)</li>" }
    var terms = "Random values drawn from seed \(book.run.seed)"
    if let deadline = book.run.deadline { terms += "; late after \(deadline)" }
    if let shard = book.run.shard { terms += "; part \(shard) of the class" }
    if book.run.isAnonymous { terms += "; names are replaced by codes" }
    return "<ul class=\"figures\">\n\(items.joined(separator: "\n"))\n</ul>\n"
      + "<p class=\"quiet\">\(shown(terms)).</p>"
  }

  private var problems: String {
    if book.run.problems.isEmpty { return "" }
    let items = book.run.problems.map { "<li><b>\(shown($0.student))</b>: \(shown($0.text))</li>" }
    return "<h2>To be looked after</h2>\n<ul class=\"problems\">\n"
      + items.joined(separator: "\n") + "\n</ul>"
  }

  /// Where there is one exercise, its matrix says it all.
  private var totals: String {
    if book.exercises.count == 1 { return "" }
    let heads = book.exercises.map { "<th class=\"count\">\(shown($0.folder))</th>" }
    let rows = book.students.map { student in
      row(student, book.exercises.map { pointsCell(student, $0) }, total: book.points(of: student))
    }
    return table("Totals", heads, rows, of: book.maximum)
  }

  private func row(_ student: String, _ cells: [String], total: Int? = nil) -> String {
    let late = book.isLate(student) ? " <span class=\"late\">late</span>" : ""
    let sum = total.map { "<td class=\"count\"><b>\($0)</b></td>" } ?? ""
    return "<tr><th scope=\"row\">\(shown(student))\(late)</th>\(sum)\(cells.joined())</tr>"
  }

  private func table(
    _ title: String, _ heads: [String], _ rows: [String], of maximum: Int, foot: String = ""
  ) -> String {
    """
    <h2>\(shown(title))</h2>
    <div class="wide"><table>
    <thead><tr><th>student</th><th class="count">of \(maximum)</th>\(heads.joined())</tr></thead>
    <tbody>
    \(rows.joined(separator: "\n"))
    </tbody>
    <tfoot>\(foot)</tfoot>
    </table></div>
    """
  }

  /// The points, which lead to the report.
  private func pointsCell(_ student: String, _ exercise: ClassRun.GradedExercise) -> String {
    guard let work = book.work(student, exercise) else {
      return "<td class=\"count quiet\">none</td>"
    }
    let place = ClassFolder.place(of: work).split(separator: "/").map(encodeURIComponent)
      .joined(separator: "/")
    let status =
      work.verdict.status == .asked ? "" : "<br><small>\(work.verdict.status.words)</small>"
    return "<td class=\"count\"><a href=\"\(HTMLText.escaped(place)).html\">\(work.points)</a>"
      + "\(status)</td>"
  }

  // MARK: Checks

  private var matrices: String {
    let missed = book.missed
    return book.exercises.map { exercise in
      let checks = book.checks(of: exercise)
      let heads = checks.map {
        "<th class=\"check\" title=\"\(shown($0.sentence))\">\(shown($0.name))<br>"
          + "<small>\($0.points)</small></th>"
      }
      let rows = book.students.map { student in
        row(
          student,
          [pointsCell(student, exercise)]
            + checks.map { cell(book.result($0, student, exercise)) })
      }
      let shares = checks.compactMap { check in
        missed.first { $0.exercise == exercise.folder && $0.check == check.name }.map(heat)
      }
      return table(
        "\(exercise.folder): \(exercise.title)", heads, rows, of: exercise.maximum,
        foot: "<tr><td colspan=\"2\">missed by</td>\(shares.joined())</tr>")
    }.joined(separator: "\n")
  }

  /// The share of those who miss a check: the more, the warmer.
  private func heat(_ missed: Gradebook.Missed) -> String {
    let percent = Int((missed.share * 100).rounded())
    let step = missed.missed == 0 ? 0 : min(5, 1 + percent / 20)
    return "<td class=\"heat heat-\(step)\">\(percent) %</td>"
  }

  private func cell(_ result: CheckResult?) -> String {
    guard let result else { return "<td class=\"check\"></td>" }
    let mark = CheckMark(result.status)
    return "<td class=\"check \(mark.rawValue)\" title=\"\(shown(result.name)): \(mark.word)\">"
      + "\(mark.sign)</td>"
  }

  private var missed: String {
    let missed = book.missed
    if missed.isEmpty { return "" }
    let rows = missed.map { missed in
      "<tr>\(heat(missed))<td class=\"count\">\(missed.missed) of \(missed.of)</td>"
        + "<td class=\"count\">\(missed.notAsked)</td>"
        + "<th scope=\"row\">\(shown(missed.check))</th>"
        + "<td>\(book.exercises.count > 1 ? shown(missed.exercise) + ": " : "")\(shown(missed.sentence))</td></tr>"
    }
    return """
      <h2>What the class misses</h2>
      <div class="wide"><table class="misses">
      <thead><tr><th class="heat">share</th><th class="count">missed by</th><th class="count">of them not asked</th><th>check</th>
      <th>what is asked for</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table></div>
      """
  }

  private var groups: String {
    let items = book.groups.map { group in
      let what =
        group.isUntouched ? " <span class=\"quiet\">(the program that it began with)</span>" : ""
      return "<li><b>\(shown(group.exercise))</b>\(what): "
        + group.students.map(shown).joined(separator: ", ") + "</li>"
    }
    let list = items.isEmpty ? "<p>None.</p>" : "<ul>\n\(items.joined(separator: "\n"))\n</ul>"
    return """
      <h2>Equal works</h2>
      <p class="quiet">Equal after renaming and formatting, without comments. It proves nothing: a short exercise has \
      few solutions.</p>
      \(list)
      """
  }
}
