// JUnit's XML, which nearly everything understands that shows the tests of a build. The schema is the one that Jenkins checks
// reports by: https://github.com/jenkinsci/xunit-plugin, junit-10.xsd.

import Foundation

/// One suite, with a test for each check. What each check took alone nobody measures, so only the whole has a time.
enum JUnitReport {
  static func text(for report: Report) -> String {
    let tests = report.tests
    func count(_ outcome: Report.Test.Outcome) -> Int { tests.count { $0.outcome == outcome } }
    let counts = """
      tests="\(tests.count)" failures="\(count(.failed))" errors="\(count(.graderAtFault))"
      """
    let time = String(
      format: "%.3f", locale: Locale(identifier: "en_US_POSIX"), report.seconds)
    let name = XMLText.attribute(report.verdict.exercise)
    var lines = [
      #"<?xml version="1.0" encoding="UTF-8"?>"#,
      #"<testsuites name="workbook" \#(counts) time="\#(time)">"#,
      #"  <testsuite name="\#(name)" \#(counts) skipped="\#(count(.skipped))" time="\#(time)">"#,
      "    <properties>",
      #"      <property name="seed" value="\#(report.verdict.seed)"/>"#,
      "    </properties>",
    ]
    for test in tests { lines += element(test, className: name) }
    if !report.remarks.isEmpty {
      lines.append("    <system-err>\(XMLText.content(report.remarks))</system-err>")
    }
    return (lines + ["  </testsuite>", "</testsuites>", ""]).joined(separator: "\n")
  }

  private static func element(_ test: Report.Test, className: String) -> [String] {
    let start = #"    <testcase name="\#(XMLText.attribute(test.name))" classname="\#(className)""#
    let message = XMLText.attribute(test.summary)
    let result: String
    switch test.outcome {
    case .passed: return [start + "/>"]
    case .skipped: result = #"<skipped message="\#(message)"/>"#
    case .failed: result = element("failure", message, test)
    case .graderAtFault: result = element("error", message, test)
    }
    return [start + ">", "      " + result, "    </testcase>"]
  }

  private static func element(_ name: String, _ message: String, _ test: Report.Test) -> String {
    #"<\#(name) message="\#(message)" type="\#(test.status)">\#(XMLText.content(test.text))</\#(name)>"#
  }
}

/// Text that stays text in XML 1.0; for what XML cannot say stands U+FFFD.
enum XMLText {
  /// Between two tags. A carriage return is written as a number, because a reader would make a line feed of it.
  static func content(_ text: String) -> String { escaped(text, ["\r"]) }

  /// Between quotation marks. Line ends and tabs are written as numbers, because a reader would make spaces of them.
  static func attribute(_ text: String) -> String { escaped(text, ["\r", "\n", "\t"]) }

  /// Scalar by scalar: a bracket with an accent behind it is one character of Swift's, and a bracket all the same.
  private static func escaped(_ text: String, _ numbered: Set<Unicode.Scalar>) -> String {
    text.unicodeScalars.reduce(into: "") { text, scalar in
      if let entity = entities[scalar] {
        text += entity
      } else if numbered.contains(scalar) {
        text += "&#\(scalar.value);"
      } else {
        text.unicodeScalars.append(isAllowed(scalar) ? scalar : "\u{FFFD}")
      }
    }
  }

  private static let entities: [Unicode.Scalar: String] = [
    "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;",
  ]

  /// XML has no way at all to say most control characters.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x9, 0xA, 0xD, 0x20...0xFFFD, 0x1_0000...: true
    default: false
    }
  }
}
