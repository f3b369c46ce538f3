// What else a handler asks a request for: a header field, and what middleware found out before.

extension Request {
  /// The value of a header field, whatever the case of its name. `Referer`, which HTTP misspells, goes by `Referrer` as well.
  ///
  /// Express: `req.get`
  public func get(_ name: String) -> String? {
    headers[name.lowercased() == "referrer" ? "Referer" : name]
  }

  /// What middleware leaves here for those after it: one value for each type.
  ///
  /// Express: `res.locals`
  public var locals: Locals {
    get { exchange.found.locals }
    set { exchange.found.locals = newValue }
  }

  /// The value of a type that middleware must have set.
  ///
  /// Throws an error that names the type where no middleware did: then one is missing before this route.
  ///
  /// Express: `res.locals.name`
  public func local<Value>(_ type: Value.Type) throws -> Value {
    if let value = locals[type] { return value }
    let route = exchange.layer?.readableName ?? "a handler"
    throw Mistake(
      "\(route) asks for request.locals[\(type).self], but no middleware has set it: "
        + "register that middleware before this route")
  }
}
