// Fields that ask browsers to be stricter than they would be by themselves. They cost a few bytes and close doors that most
// sites never use: being shown in a frame of another site, scripts from anywhere, guessing what a file might be.
//
// Left out on purpose, though often seen: `X-XSS-Protection`, whose filter was removed because it made holes, and
// `Expect-CT`, `Public-Key-Pins`, `X-Download-Options`, which no browser reads any more.
//
// Source: OWASP HTTP Security Response Headers; Content Security Policy Level 3; RFC 6797; RFC 9110

/// Middleware that sets the fields by which browsers protect a site and those who use it.
///
/// ```swift
/// app.use(secureHeaders())
/// app.use(secureHeaders(contentSecurityPolicy: "default-src 'self' https://cdn.test", frameOptions: nil))
/// // GET / → 200  X-Content-Type-Options: nosniff
/// ```
///
/// - Parameters:
///   - contentSecurityPolicy: from where a page may load what. By default from this site alone, pictures also from
///     `data:`; no plugins, no scripts in attributes, no frames of other sites around it.
///   - openerPolicy: `Cross-Origin-Opener-Policy`: pages of other sites that open this one get no hold of it.
///   - resourcePolicy: `Cross-Origin-Resource-Policy`: other sites cannot embed what is here. An API for other sites'
///     pages says `"cross-origin"`.
///   - originAgentCluster: asks for a process of its own.
///   - referrerPolicy: what other sites learn of the page from which a link leads to them.
///   - strictTransportSecurity: how long browsers come over HTTPS only. It is heeded over HTTPS alone, so behind a proxy
///     that speaks it; a year by default.
///   - includeSubDomains: whether that counts for all sites below this one as well.
///   - contentTypeOptions: browsers take a file as what `Content-Type` says.
///   - frameOptions: who may show this in a frame, for browsers that know no content security policy.
///   - permissionsPolicy: which devices a page may ask for: `"camera=(), geolocation=()"`. Not sent unless given.
///   - crossDomainPolicies: what old plugins may load.
///
/// Nil leaves a field out. They are set before what comes behind runs, which may change them. A value that cannot be sent
/// ends the program.
///
/// Express: `helmet`
public func secureHeaders(
  contentSecurityPolicy: String? =
    "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'; "
    + "img-src 'self' data:; object-src 'none'; script-src-attr 'none'",
  openerPolicy: String? = "same-origin", resourcePolicy: String? = "same-origin",
  originAgentCluster: String? = "?1", referrerPolicy: String? = "no-referrer",
  strictTransportSecurity: Duration? = .seconds(31_536_000), includeSubDomains: Bool = true,
  contentTypeOptions: String? = "nosniff", frameOptions: String? = "SAMEORIGIN",
  permissionsPolicy: String? = nil, crossDomainPolicies: String? = "none",
  file: StaticString = #fileID, line: UInt = #line
) -> Middleware {
  let transport = strictTransportSecurity.map { age in
    "max-age=\(max(0, age.components.seconds))" + (includeSubDomains ? "; includeSubDomains" : "")
  }
  let all: [(name: String, value: String?)] = [
    ("Content-Security-Policy", contentSecurityPolicy),
    ("Cross-Origin-Opener-Policy", openerPolicy),
    ("Cross-Origin-Resource-Policy", resourcePolicy),
    ("Origin-Agent-Cluster", originAgentCluster), ("Referrer-Policy", referrerPolicy),
    ("Strict-Transport-Security", transport), ("X-Content-Type-Options", contentTypeOptions),
    ("X-Frame-Options", frameOptions), ("Permissions-Policy", permissionsPolicy),
    ("X-Permitted-Cross-Domain-Policies", crossDomainPolicies),
  ]
  let fields = all.compactMap { field in field.value.map { (name: field.name, value: $0) } }
  if let problem = secureHeadersProblem(fields) {
    endProcess("\(SourceLocation(file: file, line: line)): secureHeaders: \(problem)")
  }
  return { _, response, next in
    for field in fields { response.set(field.name, field.value) }
    try await next()
  }
}

/// Why a field cannot be sent, nil if all can.
nonisolated func secureHeadersProblem(_ fields: [(name: String, value: String)]) -> String? {
  guard
    let wrong = fields.first(where: { field in
      field.value.isEmpty || !field.value.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    })
  else { return nil }
  return
    "\(wrong.name): \"\(LogFormat.escaped(wrong.value))\" cannot be sent; it is a line of visible ASCII, or nil for none"
}
