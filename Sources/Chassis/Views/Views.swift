// An app's views: a folder of templates and the engine that reads them.

/// A folder of templates, from which answers are made.
///
/// ```swift
/// app.views = Views("views")
/// app.get("/users") { request, response in
///   try await response.render("users", ["users": users])    // views/users.mustache
/// }
/// ```
///
/// A view's name is its path in the folder without the ending: `users`, `admin/users`. No name leads out of the folder,
/// nor to a hidden file. Values are escaped for HTML, unless the template says otherwise.
///
/// Express: `app.set('views', …)`, `app.engine`
public final class Views {
  /// Takes a line for the log.
  typealias Log = @MainActor (String) -> Void

  private let write: @MainActor (String, [ViewValue], Log) async throws -> String

  /// The views of a folder.
  ///
  /// - Parameters:
  ///   - folder: from where the program was started unless it begins with "/".
  ///   - engine: the language of the templates.
  ///   - rereads: whether a template is read again when its file has changed, and slips such as the name of a template
  ///     that is not there are told to the log, each once. So it is while one works on them: unless `NODE_ENV` is
  ///     `production`.
  public init(
    _ folder: String, engine: some ViewEngine = Mustache(),
    rereads: Bool = environment["NODE_ENV"] != "production"
  ) {
    let folder = ViewFolder(path: folder, fileExtension: engine.fileExtension)
    let templates = ViewTemplates(folder, engine, rereads: rereads)
    write = { try await templates.render($0, $1, log: $2) }
  }

  /// Writes a view out, for something other than an answer: a mail, a file.
  ///
  /// ```swift
  /// let text = try await Views("mails").render("welcome", ["name": "Rahul"])
  /// ```
  ///
  /// Throws `TemplateError` for a template that cannot be read or rendered; an error that lists the views for one that is
  /// not there.
  ///
  /// Express: `app.render`
  public func render(_ view: String, _ values: some Encodable) async throws -> String {
    try await render(view, [ViewValue(values)], log: { report($0) })
  }

  func render(_ view: String, _ values: [ViewValue], log: Log) async throws -> String {
    try await write(view, values, log)
  }
}

/// Values by name, for views.
///
/// ```swift
/// app.locals["title"] = "Notes"        // {{title}}, in every view
/// response.locals["user"] = user       // {{user.name}}, in the view of this answer
/// ```
///
/// Express: `app.locals`, `res.locals`
public struct ViewLocals {
  private var values: [String: any Encodable] = [:]

  /// The value of a name, nil unless somebody set it.
  public subscript(name: String) -> (any Encodable)? {
    get { values[name] }
    set { values[name] = newValue }
  }

  /// As a layer of values; nil where there are none.
  func tree() throws -> ViewValue? {
    values.isEmpty ? nil : .fields(try values.mapValues { try ViewValue($0) })
  }
}
