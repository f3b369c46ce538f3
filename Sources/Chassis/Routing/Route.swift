// One path, several methods.

/// A path to which methods are added. Made by `route(_:)`.
///
/// Express: `express.Route`
public struct Route {
  let router: Router
  let path: String
  let group: Int

  /// Answers GET, and HEAD with the same head.
  ///
  /// Express: `route.get`
  @discardableResult public func get(
    _ first: Middleware? = nil, _ second: Middleware? = nil, _ third: Middleware? = nil,
    _ fourth: Middleware? = nil, file: StaticString = #fileID, line: UInt = #line,
    handler: @escaping Handler
  ) -> Route { add("GET", [first, second, third, fourth], handler, file, line) }

  /// Answers POST.
  ///
  /// Express: `route.post`
  @discardableResult public func post(
    _ first: Middleware? = nil, _ second: Middleware? = nil, _ third: Middleware? = nil,
    _ fourth: Middleware? = nil, file: StaticString = #fileID, line: UInt = #line,
    handler: @escaping Handler
  ) -> Route { add("POST", [first, second, third, fourth], handler, file, line) }

  /// Answers PUT.
  ///
  /// Express: `route.put`
  @discardableResult public func put(
    _ first: Middleware? = nil, _ second: Middleware? = nil, _ third: Middleware? = nil,
    _ fourth: Middleware? = nil, file: StaticString = #fileID, line: UInt = #line,
    handler: @escaping Handler
  ) -> Route { add("PUT", [first, second, third, fourth], handler, file, line) }

  /// Answers PATCH.
  ///
  /// Express: `route.patch`
  @discardableResult public func patch(
    _ first: Middleware? = nil, _ second: Middleware? = nil, _ third: Middleware? = nil,
    _ fourth: Middleware? = nil, file: StaticString = #fileID, line: UInt = #line,
    handler: @escaping Handler
  ) -> Route { add("PATCH", [first, second, third, fourth], handler, file, line) }

  /// Answers DELETE.
  ///
  /// Express: `route.delete`
  @discardableResult public func delete(
    _ first: Middleware? = nil, _ second: Middleware? = nil, _ third: Middleware? = nil,
    _ fourth: Middleware? = nil, file: StaticString = #fileID, line: UInt = #line,
    handler: @escaping Handler
  ) -> Route { add("DELETE", [first, second, third, fourth], handler, file, line) }

  /// Answers every method that was not answered before it.
  ///
  /// Express: `route.all`
  @discardableResult public func all(
    _ first: Middleware? = nil, _ second: Middleware? = nil, _ third: Middleware? = nil,
    _ fourth: Middleware? = nil, file: StaticString = #fileID, line: UInt = #line,
    handler: @escaping Handler
  ) -> Route { add(nil, [first, second, third, fourth], handler, file, line) }

  private func add(
    _ method: String?, _ middleware: [Middleware?], _ handler: @escaping Handler,
    _ file: StaticString, _ line: UInt
  ) -> Route {
    router.add(
      path,
      .route(
        method: method, middleware: middleware.compactMap { $0.map(Layer.Link.init) },
        handler: handler),
      group: group,
      SourceLocation(file: file, line: line))
    return self
  }
}
