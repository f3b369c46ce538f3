// One path, several methods.

/// A path to which methods are added. Made by `route(_:)`.
///
/// Express: `express.Route`
public struct Route {
  let router: Router
  let path: String
  let group: Int

  /// Answers GET, and HEAD with the same head.
  @discardableResult public func get(
    _ middleware: Middleware..., file: StaticString = #fileID, line: UInt = #line,
    handler: @escaping Handler
  ) -> Route { add("GET", middleware, handler, file, line) }

  /// Answers POST.
  @discardableResult public func post(
    _ middleware: Middleware..., file: StaticString = #fileID, line: UInt = #line,
    handler: @escaping Handler
  ) -> Route { add("POST", middleware, handler, file, line) }

  /// Answers PUT.
  @discardableResult public func put(
    _ middleware: Middleware..., file: StaticString = #fileID, line: UInt = #line,
    handler: @escaping Handler
  ) -> Route { add("PUT", middleware, handler, file, line) }

  /// Answers PATCH.
  @discardableResult public func patch(
    _ middleware: Middleware..., file: StaticString = #fileID, line: UInt = #line,
    handler: @escaping Handler
  ) -> Route { add("PATCH", middleware, handler, file, line) }

  /// Answers DELETE.
  @discardableResult public func delete(
    _ middleware: Middleware..., file: StaticString = #fileID, line: UInt = #line,
    handler: @escaping Handler
  ) -> Route { add("DELETE", middleware, handler, file, line) }

  /// Answers every method that was not answered before it.
  @discardableResult public func all(
    _ middleware: Middleware..., file: StaticString = #fileID, line: UInt = #line,
    handler: @escaping Handler
  ) -> Route { add(nil, middleware, handler, file, line) }

  private func add(
    _ method: String?, _ middleware: [Middleware], _ handler: @escaping Handler,
    _ file: StaticString, _ line: UInt
  ) -> Route {
    router.add(
      path, .route(method: method, middleware: middleware, handler: handler), group: group,
      SourceLocation(file: file, line: line))
    return self
  }
}
