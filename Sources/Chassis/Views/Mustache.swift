// Mustache: templates without logic. What is shown, and how often, is decided by the values; a template only names them.
//
//     {{name}}                     the value, escaped for HTML          {{{name}}} or {{&name}}: as it is
//     {{#users}} … {{/users}}      once for each user; once for a value; not at all for none
//     {{^users}} … {{/users}}      where there are none
//     {{>card}}                    the template card.mustache           {{>*kind}}: the one that the value names
//     {{<layout}} {{$title}}Users{{/title}} {{/layout}}
//                                  the template layout.mustache, with its {{$title}}…{{/title}} replaced
//     {{! a remark }}   {{=<% %>=}}   other delimiters from here on
//
// In three steps, each its own file: the scanner cuts text into tags (MustacheScanner), lines that hold nothing but tags
// vanish (MustacheLines), and what is left becomes a tree (MustacheParser). That happens once. Rendering walks the tree
// (MustacheRenderer) and touches no text again.
//
// Where the specification leaves a choice: 0 and "" count as false, as in mustache.js; "'" is escaped too; spaces may stand
// before the sign of a tag; a list or fields where a value belongs show nothing, and the log says so. Lambdas are left out.

/// The template language that views are written in unless told otherwise.
///
/// ```swift
/// try Mustache.render("Hello, {{name}}!", ["name": "<Rahul>"])  // "Hello, &lt;Rahul&gt;!"
/// ```
///
/// Source: the Mustache specification, version 1.4, with inheritance and dynamic names.
/// Express: `mustache-express`
public nonisolated struct Mustache: ViewEngine {
  public let fileExtension = "mustache"

  /// A rendered text may not have more bytes than this: 64 MiB.
  public var maximumSize = 67_108_864
  /// Tags and repetitions that one rendering may go through: lists in lists in lists would never end otherwise.
  public var maximumSteps = 1_000_000
  /// Sections, partials and blocks may not be nested deeper than this, so that none can exhaust the stack.
  public static let maximumDepth = 200

  /// The language with the limits above.
  public init() {}

  /// Reads a template. Throws `TemplateError`.
  public func parse(_ text: String, file: String) throws -> Template {
    let bytes = Array(text.utf8)
    var scanner = MustacheScanner(bytes, file)
    let pieces = mustachePieces(of: try scanner.scan(), in: bytes)
    var parser = MustacheParser(bytes, file)
    return Template(file: file, text: bytes, nodes: try parser.parse(pieces))
  }

  /// Writes a template out. Throws `TemplateError` where it goes beyond one of the limits.
  public func render(
    _ template: Template, _ values: [ViewValue], partial: @escaping (String) -> Template?,
    note: @escaping (String) -> Void
  ) throws -> String {
    var renderer = MustacheRenderer(template, values, self, partial: partial, note: note)
    return String(decoding: try renderer.render(), as: UTF8.self)
  }

  /// Renders a text that is not in a file, such as that of a mail.
  ///
  /// - Parameter partials: the texts that `{{>name}}` may name.
  ///
  /// Throws `TemplateError`, and what `ViewValue` throws.
  ///
  /// Express: `mustache.render`
  public static func render(
    _ text: String, _ values: some Encodable, partials: [String: String] = [:]
  ) throws -> String {
    let engine = Mustache()
    let others = try Dictionary(
      uniqueKeysWithValues: partials.map { ($0, try engine.parse($1, file: $0)) })
    return try engine.render(
      engine.parse(text, file: "template"), [ViewValue(values)], partial: { others[$0] },
      note: { _ in })
  }
}
