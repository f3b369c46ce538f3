// The page: that it holds all of both programs and nothing else, and that no program can become a part of the page.

import Foundation
import Testing

@testable import WorkbookKit

@MainActor struct DiffPageTests {
  private func listing(_ name: String, _ files: [String: String]) -> Listing {
    Listing(name: name, prefix: "\(name)/", files: files)
  }

  private func page(_ left: [String: String], _ right: [String: String], _ title: String = "Notes")
    -> String
  {
    DiffPage(title: title, diff: ProgramDiff(listing("left", left), listing("right", right))).html
  }

  private func lesson(_ number: Int, _ column: String) throws -> [String: String] {
    let course = try Course(root: TemporaryCourse.package)
    let lesson = try course.lesson("\(number)")
    return try Listing(name: "", folder: "\(lesson.path)/\(column)").files
  }

  /// Texts that a page could take for its own.
  private static let hostile = """
    // </td></table></main><script>alert(1)</script>
    // 1. <img src=x onerror=alert(1)>: "quoted' & &lt;
    let a = "</style><svg onload='alert(2)'>" // --> ]]>
    let `b` = "\u{202E}\u{0}\u{1B}[31m" // http://example.com/?a=b&c=d
    """

  private func pages() throws -> [String] {
    [
      page(try lesson(8, "Raw"), try lesson(8, "Framework"), "08 Middleware"),
      page(["</title><script>.swift": Self.hostile], ["a'\"&.swift": "a"], "</title><script>x"),
      page(["a.swift": Self.hostile], ["a.swift": "", "b.swift": Self.hostile]),
      page([:], [:]), page(["a.swift": ""], ["a.swift": ""]),
    ]
  }

  @Test func everyLineStandsThereOnce() throws {
    let (raw, framework) = (try lesson(21, "Raw"), try lesson(21, "Framework"))
    for (left, right) in [(raw, framework), (["a.swift": Self.hostile], framework)] {
      let page = page(left, right)
      for (side, files) in [("left", left), ("right", right)] {
        #expect(lines(of: side, page) == files.values.flatMap(textLines).map(shownCode))
      }
    }
  }

  /// The code of one side, in the order of its numbers, without markup.
  private func lines(of side: String, _ page: String) -> [String] {
    let cell =
      #/id="(left|right)-0-(\d+)">\d+</td><td[^>]*>[^<]*</td><td[^>]*>(.*?)</td>/#
    var lines: [Int: String] = [:]
    for match in page.matches(of: cell) where match.1 == side {
      lines[Int(match.2) ?? 0] = unescaped(match.3.replacing(/<[^>]*>/, with: ""))
    }
    return lines.sorted { $0.key < $1.key }.map(\.value)
  }

  private func unescaped(_ text: some StringProtocol) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&amp;", "&")]
      .reduce(String(text)) { $0.replacing($1.0, with: $1.1) }
  }

  /// Every tag is one of the page's own kinds, and each that opens is closed, in order: nothing of a program became
  /// markup.
  @Test func tagsAreBalancedAndOnlyThePagesOwn() throws {
    let known: Set = [
      "html", "head", "meta", "title", "style", "body", "header", "h1", "p", "kbd", "div", "span",
      "main", "h2", "section", "table", "tr", "th", "td", "a", "del", "ins", "b", "script",
    ]
    for page in try pages() {
      let markup = page.replacingOccurrences(of: DiffPage.style, with: "")
        .replacingOccurrences(of: DiffPage.script, with: "")
        .replacingOccurrences(of: "<!DOCTYPE html>", with: "")
      var open: [Substring] = []
      for tag in markup.matches(of: #/<(/?)([^\s>]*)(?:\s+[a-z-]+="[^"<>]*")*>/#) {
        #expect(known.contains(String(tag.2)), "\(tag.0)")
        if tag.1 == "/" {
          #expect(open.popLast() == tag.2)
        } else if tag.2 != "meta" {
          open.append(tag.2)
        }
      }
      #expect(open == [])
      // Whatever is left has no sign of markup.
      let text = markup.replacing(#/<(/?)([^\s>]*)(?:\s+[a-z-]+="[^"<>]*")*>/#, with: "")
      #expect(!text.contains("<") && !text.contains(">"))
      #expect(page.matches(of: /<script/).count == 1)
      #expect(
        page.unicodeScalars.allSatisfy {
          $0 == "\n" || !$0.properties.isBidiControl && $0.value >= 32
        })
    }
  }

  @Test func nothingComesFromElsewhere() throws {
    for page in try pages() {
      let policy = page.firstMatch(of: #/content="(default-src [^"]*)"/#).map { String($0.1) }
      #expect(
        policy?.hasPrefix("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-")
          == true)
      for attribute in page.matches(of: #/\s(src|href|action|srcset|data|on[a-z]+)="([^"]*)"/#) {
        #expect(attribute.1 == "href" && attribute.2.hasPrefix("#"), "\(attribute.0)")
      }
      #expect(!DiffPage.style.contains("url(") && !DiffPage.style.contains("@import"))
      #expect(!DiffPage.script.contains("://"))
    }
  }

  /// Links within the page lead to a place that is there, and every place has its own name.
  @Test func placesAreThereOnce() throws {
    for page in try pages() {
      let places = page.matches(of: #/ id="([^"]*)"/#).map { String($0.1) }
      #expect(Set(places).count == places.count)
      for link in page.matches(of: ##/href="#([^"]*)"/##) {
        #expect(places.contains(String(link.1)), "\(link.1)")
      }
    }
  }

  @Test func stepsAreNamedForTheKeyboard() throws {
    let page = try pages()[0]
    let names = page.matches(of: #/<section tabindex="-1"[^>]* aria-label="([^"]*)">/#).map { $0.1 }
    #expect(
      names.prefix(3) == ["Before the first step", "2. Order", "1. Log"] && names.last == "Summary")
    for media in [
      "prefers-color-scheme: dark", "@media print", "@media (max-width: 44rem)", "section:focus",
    ] {
      #expect(page.contains(media))
    }
  }

  @Test func changedWordsAreDeletedAndInserted() {
    let page = page(["a.swift": "let a = one(1)"], ["a.swift": "let a = one(2)"])
    #expect(page.contains("(<del><span class=\"number\">1</span></del>)"))
    #expect(page.contains("(<ins><span class=\"number\">2</span></ins>)"))
    #expect(page.contains("<span class=\"keyword\">let</span> a = one"))
  }
}
