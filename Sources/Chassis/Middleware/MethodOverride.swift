// Other methods for those who can only send POST: HTML forms, and clients behind proxies that know GET and POST alone.
//
//     <form method="post" action="/notes/7?_method=DELETE">
//
// Only POST can become another method: a link that deletes would be followed by every crawler.

/// Middleware that lets a POST be PUT, PATCH or DELETE where the client says so.
///
/// ```swift
/// app.use(methodOverride(query: "_method"))
/// app.delete("/notes/:id") { request, response in response.sendStatus(204) }
/// // POST /notes/7?_method=DELETE → 204
/// ```
///
/// - Parameters:
///   - header: the field that says the method; nil for none.
///   - query: the name in the query that does, for forms; nil for none. A page of another site can send such a form too:
///     sessions' cookies are `SameSite=Lax`, and so stay out of it.
///   - form: the name in a form's body that does; `urlencoded()` has to have read it before.
///   - methods: which methods a POST can become. Another one is answered 400 (`method.invalid`).
///
/// Register it before the routes. What is behind it sees the new method in `request.method`.
///
/// Express: `method-override`
public func methodOverride(
  header: String? = "X-HTTP-Method-Override", query: String? = nil, form: String? = nil,
  methods: [String] = ["PUT", "PATCH", "DELETE"]
) -> Middleware {
  { request, _, next in
    if request.method == "POST" {
      let wanted =
        header.flatMap { request.get($0) } ?? query.flatMap { request.query[$0] }
        ?? form.flatMap { try? request.form[$0] }
      if let wanted = wanted?.uppercased(), wanted != "POST" {
        guard methods.contains(wanted) else {
          let known = methods.joined(separator: ", ")
          throw HTTPError(
            400, "a POST can become \(known), nothing else", code: "method.invalid")
        }
        request.method = wanted
      }
    }
    try await next()
  }
}
