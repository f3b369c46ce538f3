// Reads the bodies that browsers send for a `<form method="post">`: `name=Rahul+Roy&tag=new&tag=vip`.

/// Middleware that reads forms; `request.form` gives their fields, `request.body(as:)` a value.
///
/// ```swift
/// app.use(urlencoded())
/// app.post("/login") { request, response in
///   let name = try request.form["name"] ?? "nobody"
///   response.send("Welcome, \(name)")
/// }
/// // POST /login  name=Rahul → 200  Welcome, Rahul
/// ```
///
/// - Parameters:
///   - limit: how many bytes a body may have when it is inflated; 100 KiB unless given. More are answered 413.
///   - extended: whether brackets in names nest: `user[name]=Priya`, `tags[]=new`.
///   - parameterLimit: how many fields there may be. More are answered 413.
///   - depth: how many brackets a name may have, where they nest. More are answered 400.
///   - inflate: whether bodies compressed by gzip or deflate are taken.
///   - type: the types of body to read.
///   - verify: looks at the bytes first, and throws to refuse them: 403, or the status of its `HTTPError`.
///
/// Where a type is read from a form, text counts as the number or truth that it spells (`on` is true, as checkboxes
/// send it), a lone value as an array of one, and empty text as nil where the type allows nil.
///
/// Requests without a body, or with one of another type, pass untouched. Bytes that are no UTF-8 are answered 400, a
/// charset that is neither UTF-8 nor ISO-8859-1 415.
///
/// Express: `express.urlencoded`
public func urlencoded(
  limit: Int = 102_400, extended: Bool = false, parameterLimit: Int = 1_000, depth: Int = 32,
  inflate: Bool = true, type: BodyTypes = "application/x-www-form-urlencoded",
  verify: BodyVerifier? = nil
) -> Middleware {
  let rules = FormRules(extended: extended, parameterLimit: parameterLimit, depth: depth)
  return BodyReader(
    parser: .urlencoded, types: type, limit: limit, inflate: inflate, verify: verify,
    charsets: [.utf8, .latin1]
  ).middleware { bytes, charset in .form(try rules.read(bytes, charset)) }
}

private struct FormRules {
  let extended: Bool
  let parameterLimit: Int
  let depth: Int

  func read(_ bytes: [UInt8], _ charset: Charset) throws -> FormFields {
    let count = FormParser.count(in: bytes)
    guard count <= parameterLimit else {
      throw HTTPError(
        413, "the form has more than \(parameterLimit) fields", code: "parameters.too.many")
    }
    guard charset.decode(bytes) != nil else {
      throw HTTPError(400, "the form is no \(charset.name)", code: "entity.parse.failed")
    }
    // Whoever sends so many fields may well send lists of that length.
    let brackets =
      extended ? FormBrackets(depth: depth, largestIndex: max(100, count)) : .literal
    let pairs = FormParser(brackets: brackets, charset: charset).pairs(in: bytes, upTo: count)
    guard !extended || !pairs.contains(where: { FormName($0.name, brackets).isTooDeep }) else {
      throw HTTPError(
        400, "a field's name has more than \(depth) brackets",
        code: "querystring.parse.rangeError")
    }
    return FormFields(pairs, brackets)
  }
}
