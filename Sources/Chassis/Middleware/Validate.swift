// Lets only requests through whose body, query or parameters are as they should be; the handler finds the value.

/// Middleware that reads a value, checks it, and leaves it in `request.locals`.
///
/// ```swift
/// struct Note: Codable { var text: String, stars: Int? }
/// app.use(json())
/// app.post(
///   "/notes",
///   validate(as: Note.self) { check in
///     check("text", \.text, "1 to 500 characters") { (1...500).contains($0.count) }
///     check("stars", ifPresent: \.stars, "1 to 5") { (1...5).contains($0) }
///   }
/// ) { request, response in
///   response.status(201).json(try request.local(Note.self))
/// }
/// // POST /notes  {"text":"milk","stars":5} → 201  {"text":"milk","stars":5}
/// // POST /notes  {"text":"","stars":9} → 422
/// ```
///
/// - Parameters:
///   - source: `.body` unless `.query` or `.parameters` is given.
///   - type: what is expected.
///   - rules: what is expected besides the types.
///
/// What is not so is answered 422, with every field that is wrong: see `ValidationError`.
///
/// Express: `express-validator`
public func validate<Value: Decodable>(
  _ source: ValidationSource = .body, as type: Value.Type,
  _ rules: @escaping (inout Checks<Value>) throws -> Void = { _ in }
) -> Middleware {
  { request, _, next in
    request.locals[type] = try request.validated(source, as: type, rules)
    try await next()
  }
}
