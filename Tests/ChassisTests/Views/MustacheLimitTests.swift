// Templates and values that would go on for ever, or deeper than the stack: each ends with a clear error.

import Foundation
import TestSupport
import Testing

@testable import Chassis

@Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct MustacheLimitTests {
  private static let advice =
    "a partial that includes itself needs a section around it that ends, with [] or nil where "
    + "nothing follows"

  @Test func `a partial that includes itself`() {
    #expect(
      rendered("{{>node}}", [:], ["node": "<li>\n  {{name}} {{>node}}"]) == """
        node:2:12: nested deeper than 200
            {{name}} {{>node}}
                     ^ \(Self.advice)
        """)
  }

  @Test(arguments: [
    ["a": "{{>b}}", "b": "{{>a}}"], ["a": "{{<a}}{{/a}}"],
    ["a": "{{<b}}{{$x}}{{>a}}{{/x}}{{/b}}", "b": "{{$x}}{{/x}}"],
    ["a": "{{#it}}{{>a}}{{/it}}"], ["a": "{{>*name}}"], ["a": "{{>a}}{{>a}}{{>a}}"],
    ["a": "{{#it}}{{#it}}{{#it}}{{>a}}{{>a}}{{/it}}{{/it}}{{/it}}"],
    ["a": "{{^none}}{{$x}}{{<a}}{{$x}}{{>a}}{{/x}}{{/a}}{{/x}}{{/none}}"],
  ])
  func `recursion in all its forms`(partials: [String: String]) {
    let text = rendered("{{>a}}", ["it": ["x": 1], "name": "a"], partials)
    #expect(text.contains("nested deeper than 200\n") && text.hasSuffix(Self.advice), "\(text)")
  }

  @Test func `a tree of values ends where its lists do`() throws {
    struct Comment: Encodable {
      var text: String
      var answers: [Comment]?
    }
    var thread = Comment(text: "last")
    for number in 1...95 { thread = Comment(text: "\(number)", answers: [thread]) }
    let text = try Mustache.render(
      "{{>comment}}", thread,
      partials: ["comment": "{{text}} {{#answers}}{{>comment}}{{/answers}}"])
    #expect(text.hasPrefix("95 94 ") && text.hasSuffix(" 1 last "))
  }

  @Test func `a hundred sections fit, also on a small stack`() async throws {
    let names = (1...100).map { "{{#a\($0)}}" }.joined()
    let ends = (1...100).reversed().map { "{{/a\($0)}}" }.joined()
    let fields = Dictionary(
      uniqueKeysWithValues: (1...100).map { ("a\($0)", ViewValue.bool(true)) })
    let deep = names + "x" + ends
    // What a thread of libdispatch has on macOS.
    let text = await withCheckedContinuation { continuation in
      let thread = Thread { continuation.resume(returning: rendered(deep, .fields(fields))) }
      thread.stackSize = 524_288
      thread.start()
    }
    #expect(text == "x")
    #expect(rendered("{{#b}}\(deep){{/b}}").hasPrefix("page:1:790: nested deeper than 100\n"))
  }

  @Test(arguments: [
    ("{{#a}}", 5_000, "nested deeper than 100"),
    ("{{<a}}{{$b}}", 5_000, "nested deeper than 100"),
    ("{{a}}", 10_000, ""), ("{{", 50_000, "this tag never ends"),
    ("{{!", 30_000, "this tag never ends"),
    ("{{a.", 30_000, "this tag never ends"), ("a.", 50_000, "a.a.a"), ("  {{>a}}\n", 5_000, ""),
    ("{{=a b=}}a=", 1, "this tag never ends"), ("{{/a}}", 10_000, "closes nothing"),
    ("\n", 50_000, "\n\n"),
    ("{{$a}}\n  x\n{{/a}}\n", 2_500, "  x\n"), ("{{={{ }}=}}", 5_000, ""),
  ])
  func `large and senseless templates end`(piece: String, count: Int, expected: String) {
    let text = rendered(String(repeating: piece, count: count))
    #expect(expected.isEmpty ? text.isEmpty : text.contains(expected))
  }

  @Test func `a name with very many parts`() {
    let name = String(repeating: "a.", count: 30_000) + "a"
    #expect(rendered("[{{\(name)}}]", ["a": ["a": 1]]) == "[]")
  }

  /// What limits say, with smaller ones.
  private func limited(_ text: String, _ value: ViewValue, _ partials: [String: String] = [:])
    throws -> String
  {
    var engine = Mustache()
    engine.maximumSteps = 10_000
    engine.maximumSize = 10_000
    let others = try partials.mapValues { [engine] in try engine.parse($0, file: "partial") }
    let template = try engine.parse(text, file: "page")
    do {
      return try engine.render(template, [value], partial: { others[$0] }, note: { _ in })
    } catch { return "\(error)" }
  }

  @Test func `lists in lists in lists`() throws {
    let list = ViewValue.list(Array(repeating: 1, count: 1_000))
    #expect(
      try limited("{{#it}}{{#it}}{{#it}}{{/it}}{{/it}}{{/it}}", ["it": list]) == """
        page:1:15: more than 10000 tags and repetitions
          {{#it}}{{#it}}{{#it}}{{/it}}{{/it}}{{/it}}
                        ^ show a part of the list, or prepare the values before
        """)
  }

  @Test func `partials that double, fifty times`() throws {
    let partials = Dictionary(
      uniqueKeysWithValues: (0..<50).map { ("p\($0)", "{{>p\($0 + 1)}}{{>p\($0 + 1)}}") })
    #expect(
      try limited("{{>p0}}", [:], partials).contains(": more than 10000 tags and repetitions\n"))
  }

  @Test(arguments: [
    ("{{#it}}{{#it}}{{text}}{{/it}}{{/it}}", "larger than 10000 bytes"),
    ("{{#it}}{{{text}}}{{/it}}", "larger than 10000 bytes"),
    ("{{#it}}text{{/it}}", "text"),
  ])
  func `a text that grows and grows`(template: String, expected: String) throws {
    let values: ViewValue = [
      "it": .list(Array(repeating: 1, count: 100)),
      "text": .text(String(repeating: "<", count: 200)),
    ]
    #expect(try limited(template, values).contains(expected))
  }

  @Test func `indentation that grows`() throws {
    let wide = String(repeating: " ", count: 600)
    let text = rendered("{{>a}}", [:], ["a": "x\n\(wide){{>b}}\n", "b": "y\n\(wide){{>a}}\n"])
    #expect(text.hasPrefix("b:2:601: indented by more than 1000 spaces\n"))
    let lines = String(repeating: "x\n", count: 1_000)
    #expect(
      try limited("\(wide){{>a}}\n", [:], ["a": lines]).hasPrefix(
        "partial:1:1: the text is larger than 10000 bytes\n"))
  }
}
