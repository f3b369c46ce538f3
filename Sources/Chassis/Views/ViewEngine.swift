// The seam between views and the language of their templates. Mustache ships; another language is one type more.
//
// An engine reads no files. It turns text into a template once, and a template into text for each answer; it asks for other
// templates by name. Where they come from, whether they have changed, and that no name leads out of the folder is the work
// of ViewTemplates.swift, for every engine alike.

/// A language of templates.
///
/// ```swift
/// nonisolated struct Shout: ViewEngine {
///   let fileExtension = "shout"
///   func parse(_ text: String, file: String) -> String { text.uppercased() }
///   func render(
///     _ template: String, _ values: [ViewValue], partial: @escaping (String) -> String?,
///     note: @escaping (String) -> Void
///   ) -> String { template }
/// }
/// app.views = Views("views", engine: Shout())
/// ```
///
/// Express: `app.engine`
public nonisolated protocol ViewEngine: Sendable {
  /// What a text becomes, once.
  associatedtype Template: Sendable

  /// How its files end, without the dot: `mustache`.
  var fileExtension: String { get }

  /// Reads a text.
  ///
  /// - Parameter file: how messages name it.
  ///
  /// Throws `TemplateError` for a text that is no template.
  func parse(_ text: String, file: String) throws -> Template

  /// Writes a template out.
  ///
  /// A render may be asked for again, with more partials to be had: it must do nothing but return its text.
  ///
  /// - Parameters:
  ///   - values: where names are looked up: the last one first.
  ///   - partial: another template by its name; nil where there is none.
  ///   - note: takes a line for whoever writes the templates: what was rendered, and is likely not what they meant.
  ///
  /// Throws `TemplateError`.
  func render(
    _ template: Template, _ values: [ViewValue], partial: @escaping (String) -> Template?,
    note: @escaping (String) -> Void
  ) throws -> String
}
