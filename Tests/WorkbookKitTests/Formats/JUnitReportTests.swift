// JUnit's XML: read by a parser, and held to what Jenkins' schema allows.

import Foundation
import Testing

@testable import WorkbookKit

#if canImport(FoundationXML)
  import FoundationXML
#endif

struct JUnitReportTests {
  /// An element of https://github.com/jenkinsci/xunit-plugin, junit-10.xsd, as far as reports of ours could use it.
  struct Shape {
    var required: Set<String> = []
    var optional: Set<String> = []
    var children: Set<String> = []
  }

  static let outcomes: Set<String> = ["skipped", "error", "failure"]
  static let shapes: [String: Shape] = [
    "testsuites": Shape(
      optional: ["name", "time", "tests", "failures", "errors", "disabled"],
      children: ["testsuite"]),
    "testsuite": Shape(
      required: ["name", "tests"],
      optional: [
        "failures", "errors", "time", "skipped", "timestamp", "hostname", "id", "package",
      ],
      children: ["testsuite", "properties", "testcase", "system-out", "system-err"]),
    "properties": Shape(children: ["property"]),
    "property": Shape(required: ["name", "value"]),
    "testcase": Shape(
      required: ["name", "classname"], optional: ["time", "group"],
      children: outcomes.union(["system-out", "system-err"])),
    "skipped": Shape(optional: ["type", "message"]),
    "failure": Shape(optional: ["type", "message"]),
    "error": Shape(optional: ["type", "message"]),
    "system-out": Shape(), "system-err": Shape(),
  ]

  /// What a parser finds.
  private final class Reading: NSObject, XMLParserDelegate {
    var open: [String] = []
    var problems: [String] = []
    var counts: [String: Int] = [:]
    var suite: [String: String] = [:]
    var messages: [String] = []
    var contents: [String: String] = [:]

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String] = [:]
    ) {
      let parent = open.last
      open.append(name)
      counts[name, default: 0] += 1
      if name == "testsuite" { suite = attributes }
      if let message = attributes["message"] { messages.append(message) }
      guard let shape = JUnitReportTests.shapes[name] else {
        return problems.append("\(name) is unknown")
      }
      if let parent, JUnitReportTests.shapes[parent]?.children.contains(name) != true {
        problems.append("\(name) stands in \(parent)")
      }
      let names = Set(attributes.keys)
      if !names.isSuperset(of: shape.required) { problems.append("\(name) lacks an attribute") }
      let unknown = names.subtracting(shape.required).subtracting(shape.optional)
      if !unknown.isEmpty { problems.append("\(name) has \(unknown.sorted())") }
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
      contents[open.last ?? "", default: ""] += text
    }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
      qualifiedName: String?
    ) {
      open.removeLast()
    }
  }

  private func read(_ text: String) -> Reading {
    let reading = Reading()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = reading
    if !parser.parse() {
      reading.problems.append("line \(parser.lineNumber) is no XML")
    }
    return reading
  }

  @Test(arguments: SampleReports.all) func hasItsShape(_ report: Report) throws {
    let reading = read(try ReportFormat.junit.text(for: report))
    #expect(reading.problems == [])
    let counted = [
      ("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped"),
    ]
    for (attribute, element) in counted {
      #expect(reading.suite[attribute] == "\(reading.counts[element] ?? 0)")
    }
  }

  @Test func aReportIsWrittenWhole() throws {
    #expect(
      try ReportFormat.junit.text(for: SampleReports.mixed) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="workbook" tests="4" failures="1" errors="1" time="1.250">
          <testsuite name="02-notes" tests="4" failures="1" errors="1" skipped="1" time="1.250">
            <properties>
              <property name="seed" value="7"/>
            </properties>
            <testcase name="home" classname="02-notes"/>
            <testcase name="name" classname="02-notes">
              <failure message="✗ name (20)  It says &lt;your&gt; &quot;name&quot;." type="wrong">✗ name (20)  \
        It says &lt;your&gt; &quot;name&quot;.
            curl -i http://127.0.0.1:3000/x
              check.hurl:9
              body
                expected  &quot;Hello, x&quot;
                actual    &quot;Hello&quot;
            it printed:
              warning</failure>
            </testcase>
            <testcase name="again" classname="02-notes">
              <skipped message="- again (10)  skipped: it needs name"/>
            </testcase>
            <testcase name="odd" classname="02-notes">
              <error message="? odd (10)" type="graderAtFault">? odd (10)
            the grader is at fault, not your program:
              too many open files</error>
            </testcase>
            <system-err>! split( in line 3  the router takes the path apart</system-err>
          </testsuite>
        </testsuites>

        """)
  }

  /// A program that was never asked has failed each check: nobody shall see a build of skipped tests, and take it for
  /// good.
  @Test func whatWasNotAskedIsAFailureAndTheGradersFaultAnError() throws {
    #expect(read(try ReportFormat.junit.text(for: SampleReports.refused)).suite["failures"] == "1")
    #expect(read(try ReportFormat.junit.text(for: SampleReports.nothing)).suite["errors"] == "1")
  }

  /// What XML cannot say is replaced, all else arrives.
  @Test func whatAProgramPrintsArrives() {
    let text = "<\u{301}b>]]>&amp; \"\u{301}'\r\n\t\u{0}\u{1B}\u{FFFE}\u{1F600}"
    let right = "<\u{301}b>]]>&amp; \"\u{301}'\r\n\t\u{FFFD}\u{FFFD}\u{FFFD}\u{1F600}"
    let reading = read(
      "<failure message=\"\(XMLText.attribute(text))\">\(XMLText.content(text))</failure>")
    #expect(reading.problems == [])
    #expect(reading.messages.map { Array($0.unicodeScalars) } == [Array(right.unicodeScalars)])
    #expect(reading.contents["failure"].map { Array($0.utf8) } == Array(right.utf8))
  }
}
