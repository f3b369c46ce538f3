// Templates as files: when they are read, which names find one, and what is said about those that do not.

import Foundation
import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct ViewTemplatesTests {
  private func words(_ views: Views, _ view: String, _ value: ViewValue = [:]) async -> String {
    do { return try await views.render(view, [value], log: { _ in }) } catch { return "\(error)" }
  }

  @Test func `a view, its layout and its partials, in folders`() async throws {
    let files = [
      "users.mustache":
        "{{<layouts/main}}{{$body}}{{#users}}{{>users/row}}{{/users}}{{/body}}{{/layouts/main}}",
      "layouts/main.mustache": "<body>{{>header}}{{$body}}{{/body}}</body>",
      "header.mustache": "<h1>{{>*kind}}</h1>", "users/row.mustache": "<p>{{.}}</p>",
      "kinds/plain.mustache": "Plain", "notes.txt": "no template",
    ]
    try await withViews(files) { folder in
      let value: ViewValue = ["users": ["<Rahul>", "Priya"], "kind": "kinds/plain"]
      let page = "<body><h1>Plain</h1><p>&lt;Rahul&gt;</p><p>Priya</p></body>"
      for rereads in [true, false] {
        let views = Views(folder, rereads: rereads)
        for _ in 1...3 { #expect(await words(views, "users", value) == page) }
      }
      #expect(await words(Views(folder + "/"), "users", value) == page)
    }
  }

  @Test(arguments: [true, false])
  func `a file that changes`(rereads: Bool) async throws {
    try await withViews(["a.mustache": "1 {{>b}}", "b.mustache": "2"]) { folder in
      let views = Views(folder, rereads: rereads)
      #expect(await words(views, "a") == "1 2")
      try await writeFile("\(folder)/b.mustache", "3 {{>c}}")
      #expect(await words(views, "a") == (rereads ? "1 3 " : "1 2"))
      try await writeFile("\(folder)/c.mustache", "4")
      #expect(await words(views, "a") == (rereads ? "1 3 4" : "1 2"))
      try await writeFile("\(folder)/a.mustache", "5 {{>c}}")
      #expect(await words(views, "a") == (rereads ? "5 4" : "1 2"))
      try await removeFile("\(folder)/c.mustache")
      #expect(await words(views, "a") == (rereads ? "5 " : "1 2"))
      try await removeFile("\(folder)/a.mustache")
      let missing = "\(folder) has no a.mustache; its views: b"
      #expect(await words(views, "a") == (rereads ? missing : "1 2"))
    }
  }

  @Test func `a broken template, until it is repaired`() async throws {
    try await withViews(["a.mustache": "{{>b}}", "b.mustache": "x\n{{#y"]) { folder in
      let views = Views(folder)
      for _ in 1...2 {
        #expect(
          await words(views, "a") == """
            \(folder)/b.mustache:2:1: this tag never ends
              {{#y
              ^ write }} behind the name
            """)
      }
      try await writeFile("\(folder)/b.mustache", "whole")
      #expect(await words(views, "a") == "whole")
    }
  }

  private nonisolated static let strangeNames = [
    "../secret", "/etc/passwd", "users/../../secret", "..", ".", "", ".hidden", "users/.hidden",
    "users//row", "users/", "a\\..\\secret", "a\u{0}", "..\u{301}/secret", "%2e%2e/secret",
  ]

  @Test(arguments: strangeNames)
  func `no name leads out of the folder`(name: String) async throws {
    let files = [
      "secret.mustache": "SECRET", "views/.hidden.mustache": "SECRET",
      "views/users/.hidden.mustache": "SECRET", "views/a.mustache": "[{{>*name}}]",
    ]
    try await withViews(files) { folder in
      let views = Views("\(folder)/views")
      #expect(await words(views, "a", ["name": .text(name)]) == "[]")
      let answer = await words(views, name)
      #expect(
        answer == "\"\(name)\" is no name of a view: it is a path inside \(folder)/views, such as "
          + "\"users/list\", and no part of it begins with \".\""
          || answer == "\(folder)/views has no \(name).mustache; its views: a")
    }
  }

  @Test func `a link that leads out of the folder is not there, one inside is`() async throws {
    let files = [
      "secret.mustache": "SECRET", "views/a.mustache": "[{{>out}}{{>in}}{{>far/secret}}]",
    ]
    try await withViews(files) { folder in
      let manager = FileManager.default
      for (link, target) in [
        ("out.mustache", "../secret.mustache"), ("in.mustache", "b.mustache"), ("far", ".."),
        ("loop.mustache", "loop.mustache"),
      ] {
        try manager.createSymbolicLink(
          atPath: "\(folder)/views/\(link)", withDestinationPath: target)
      }
      try await writeFile("\(folder)/views/b.mustache", "b")
      let views = Views("\(folder)/views")
      #expect(await words(views, "a") == "[b]")
      #expect(await words(views, "out").contains("has no out.mustache"))
      #expect(await words(views, "loop").contains("has no loop.mustache"))
    }
  }

  @Test func `what is no template is refused`() async throws {
    try await withViews(["mark.mustache": "\u{FEFF}{{name}}", "folder.mustache/x": ""]) { folder in
      let views = Views(folder)
      #expect(await words(views, "mark", ["name": "Rahul"]) == "Rahul")
      try await writeFile("\(folder)/bytes.mustache", [0x61, 0xFF, 0x62])
      try await writeFile("\(folder)/large.mustache", [UInt8](repeating: 0x61, count: 1_048_577))
      #expect(
        await words(views, "bytes")
          == "\(folder)/bytes.mustache is no UTF-8: save it in that encoding")
      #expect(
        await words(views, "large")
          == "\(folder)/large.mustache is larger than 1048576 bytes: that is no template")
      #expect(await words(views, "folder").contains("has no folder.mustache"))
      #expect(
        await words(views, String(repeating: "a", count: 5_000)).hasSuffix(
          "its views: bytes, large, mark"))
    }
  }

  @Test func `what is not there is said, with what is`() async throws {
    try await withViews([:]) { folder in
      #expect(await words(Views(folder), "a") == "\(folder) has no a.mustache; its views: none")
      #expect(
        await words(Views("\(folder)/none"), "a")
          == "the folder of the views, \(folder)/none, cannot be read: ENOENT: no such file or "
          + "directory, opendir \"\(folder)/none\"; a relative one counts from where the program "
          + "was started")
    }
  }

  @Test func `slips are told once, and again when a file has changed; not in production`()
    async throws
  {
    try await withViews(["a.mustache": "{{>usre}}{{>*kind}}"]) { folder in
      var lines: [String] = []
      let views = Views(folder, rereads: true)
      let note = """
        \(folder)/a.mustache:1:1: there is no template "usre", and so nothing is shown
          {{>usre}}{{>*kind}}
          ^ its name is that of its file, without the ending
        """
      for _ in 1...3 {
        _ = try await views.render("a", [["kind": "none"]], log: { lines.append($0) })
      }
      #expect(lines == [note])
      try await writeFile("\(folder)/a.mustache", "{{>usre}}{{>*kind}}\n")
      _ = try await views.render("a", [], log: { lines.append($0) })
      #expect(lines.count == 2)
      let production = Views(folder, rereads: false)
      _ = try await production.render("a", [], log: { lines.append($0) })
      #expect(lines.count == 2)
    }
  }

  @Test func `names that values make up are limited`() async throws {
    try await withViews(["a.mustache": "{{#names}}{{>*.}}{{/names}}!"]) { folder in
      let views = Views(folder)
      let names = ViewValue.list((0..<2_000).map { .text("name\($0)") })
      #expect(
        await words(views, "a", ["names": names]) == "\"a\" asks for more than 1000 other templates"
      )
      #expect(await words(views, "a", ["names": ["b", "c"]]) == "!")
    }
  }

  @Test func `many at once`() async throws {
    try await withViews(["a.mustache": "{{n}}{{>b}}", "b.mustache": "{{>c}}", "c.mustache": "."]) {
      folder in
      let views = Views(folder)
      let tasks = (0..<50).map { number in
        Task { await words(views, "a", ["n": .number("\(number)")]) }
      }
      for (number, task) in tasks.enumerated() { #expect(await task.value == "\(number).") }
    }
  }

  /// A language of one sign: `@name` is another template.
  private nonisolated struct Signs: ViewEngine {
    let fileExtension = "signs"
    func parse(_ text: String, file: String) throws -> [Substring] {
      guard !text.contains("!") else {
        throw TemplateError(
          file: file, text: Array(text.utf8), offset: 1, reason: "no", hint: "yes")
      }
      return text.split(separator: " ")
    }
    func render(
      _ template: [Substring], _ values: [ViewValue], partial: @escaping (String) -> [Substring]?,
      note: @escaping (String) -> Void
    ) -> String {
      let words = template.map { word in
        guard word.hasPrefix("@") else { return String(word) }
        guard let other = partial(String(word.dropFirst())) else { return "none" }
        return other.joined(separator: "-")
      }
      return words.joined(separator: " ")
    }
  }

  @Test func `another engine`() async throws {
    try await withViews(["a.signs": "one @b @c", "b.signs": "x y", "d.signs": "a!"]) { folder in
      let views = Views(folder, engine: Signs())
      #expect(await words(views, "a") == "one x-y none")
      #expect(await words(views, "d") == "\(folder)/d.signs:1:2: no\n  a!\n   ^ yes")
    }
  }
}
