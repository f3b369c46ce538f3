// The table of routes as an OpenAPI document: other programs read it to show the routes, to test them, to write clients.
//
//     /users/:id      →  /users/{id}       a parameter in the path
//     /files/*path    →  /files/{path}     here of more than one segment, which OpenAPI cannot say; the description does
//     /{:lang/}about  →  /{lang}/about and /about
//
// What bodies look like is not known here, so the document says which routes there are and what their paths take.

/// An OpenAPI 3.1 document of an app's routes.
///
/// ```swift
/// app.get("/openapi.json") { request, response in
///   response.json(app.openAPI(title: "Users", version: "1.0.0"))
/// }
/// ```
///
/// Source: OpenAPI Specification 3.1.1
///
/// Express: `swagger-jsdoc`, `express-openapi`
public nonisolated struct OpenAPI: Codable, Equatable, Sendable {
  public var openapi = "3.1.1"
  public var info: Info
  /// Operations by path, then by method in lower case.
  public var paths: [String: [String: Operation]]

  public struct Info: Codable, Equatable, Sendable {
    public var title: String
    public var version: String
  }

  public struct Operation: Codable, Equatable, Sendable {
    /// Where the route stands in the program.
    public var description: String
    public var parameters: [Parameter]?
    public var responses: [String: Answer]
  }

  public struct Parameter: Codable, Equatable, Sendable {
    public var name: String
    public var `in`: String
    public var required: Bool
    public var description: String?
    public var schema: Schema
  }

  public struct Schema: Codable, Equatable, Sendable { public var type: String }
  public struct Answer: Codable, Equatable, Sendable { public var description: String }
}

extension App {
  /// The routes as an OpenAPI document. Of two routes for one method and path the first is named, as it is the one that
  /// answers. A route for all methods stands under the five that have a name here; a method that OpenAPI does not know
  /// (`PURGE`) is left out.
  ///
  /// Express: `swagger-jsdoc`, `express-openapi`
  public func openAPI(title: String, version: String) -> OpenAPI {
    var paths: [String: [String: OpenAPI.Operation]] = [:]
    /// Two paths that differ only in the names of their parameters are one in OpenAPI: that of the first.
    var templates: [String: OpenAPITemplate] = [:]
    for route in routes() {
      for path in OpenAPITemplate.all(of: route.pattern) {
        let template = templates[path.shape] ?? path
        templates[path.shape] = template
        for method in OpenAPI.methods(of: route) where paths[template.path]?[method] == nil {
          paths[template.path, default: [:]][method] = OpenAPI.Operation(
            description: "\(route.file):\(route.line)",
            parameters: template.parameters.isEmpty ? nil : template.parameters,
            responses: ["default": OpenAPI.Answer(description: "The answer")])
        }
      }
    }
    return OpenAPI(info: OpenAPI.Info(title: title, version: version), paths: paths)
  }
}

extension OpenAPI {
  /// The methods by which a route stands in the document.
  fileprivate static func methods(of route: RouteDescription) -> [String] {
    if route.method == "*" { return ["delete", "get", "patch", "post", "put"] }
    let known = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"]
    return known.contains(route.method) ? [route.method.lowercased()] : []
  }
}

/// One way to read a pattern, as OpenAPI writes it.
private nonisolated struct OpenAPITemplate {
  var path = ""
  /// The path with all names alike.
  var shape = ""
  var parameters: [OpenAPI.Parameter] = []

  /// The templates of a pattern that was accepted at its registration.
  static func all(of pattern: String) -> [OpenAPITemplate] {
    let alternatives = (try? PathPattern(pattern))?.alternatives ?? []
    return alternatives.map { OpenAPITemplate($0) }
  }

  private init(_ tokens: [PathPattern.Token]) {
    for token in tokens {
      switch token {
      case .text(let text):
        path += String(decoding: text, as: UTF8.self)
        shape += String(decoding: text, as: UTF8.self)
      case .parameter(let name): add(name, description: nil)
      case .wildcard(let name): add(name, description: "one or more segments")
      }
    }
    if path.isEmpty { (path, shape) = ("/", "/") }
  }

  /// A name that occurs again (a mount's and a route's `:id`) gets a number: OpenAPI wants each once.
  private mutating func add(_ name: String, description: String?) {
    let taken = Set(parameters.map(\.name))
    let numbered = (2...parameters.count + 2).lazy.map { "\(name)_\($0)" }
    let name = taken.contains(name) ? numbered.first { !taken.contains($0) } ?? name : name
    path += "{\(name)}"
    shape += "{}"
    parameters.append(
      OpenAPI.Parameter(
        name: name, in: "path", required: true, description: description,
        schema: OpenAPI.Schema(type: "string")))
  }
}
