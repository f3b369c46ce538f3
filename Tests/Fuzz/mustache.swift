// Mustache: any texts give a page, or an error with a place in one of them; within the limits; twice the same.
//
// The bytes are a page and up to three partials (a, b, c) with a NUL between them.
//
// with: Chassis/Views/Mustache.swift
// with: Chassis/Views/MustacheIndentation.swift
// with: Chassis/Views/MustacheLines.swift
// with: Chassis/Views/MustacheParser.swift
// with: Chassis/Views/MustacheRenderer.swift
// with: Chassis/Views/MustacheScanner.swift
// with: Chassis/Views/MustacheTemplate.swift
// with: Chassis/Views/TemplateError.swift
// with: Chassis/Views/ViewEngine.swift
// with: Chassis/Views/ViewValue.swift
// with: Chassis/Views/ViewValue+Encoding.swift

private nonisolated let fuzzedValue = ViewValue.fields([
  "a": .text("<a>"),
  "b": .list([.number("1"), .fields(["a": .nothing, "c": .bool(true)]), .list([])]),
  "c": .fields(["a": .text("b"), "b": .bool(false), "c": .list([.text("c")])]),
])

private nonisolated func fuzzedPage(_ texts: [String]) -> String {
  var engine = Mustache()
  engine.maximumSteps = 5_000
  engine.maximumSize = 50_000
  do {
    var templates: [String: Mustache.Template] = [:]
    for (name, text) in zip(["page", "a", "b", "c"], texts) {
      templates[name] = try engine.parse(text, file: name)
    }
    guard let page = templates["page"] else { return "" }
    let partials = templates
    let text = try engine.render(page, [fuzzedValue], partial: { partials[$0] }, note: { _ in })
    let largest = texts.map(\.utf8.count).max() ?? 0
    promise(text.utf8.count <= engine.maximumSize + largest, "the page is larger than its limit")
    return text
  } catch let error as TemplateError {
    let names = ["page", "a", "b", "c"]
    promise(names.contains(error.file), "an error of no file")
    promise(error.line >= 1 && error.column >= 1, "an error of no place")
    promise(error.description.utf8.count { $0 == 10 } == 2, "an error has three lines")
    return error.description
  } catch {
    promise(false, "an error of another kind")
    return ""
  }
}

@_cdecl("LLVMFuzzerTestOneInput")
public nonisolated func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let texts = fuzzedBytes(start, count).split(separator: 0, omittingEmptySubsequences: false)
    .prefix(4).map { String(decoding: $0, as: UTF8.self) }
  promise(fuzzedPage(texts) == fuzzedPage(texts), "twice, it is another page")
  return 0
}
