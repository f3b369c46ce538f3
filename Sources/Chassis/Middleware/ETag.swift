// Versions of answers, for a part of an app. For all of it there is the setting `app.etag`.

/// Lets `send` and `json` name the version of what they answer, for the requests that pass here, whatever `app.etag` says.
///
/// ```swift
/// app.use("/catalogue", etag())
/// app.get("/catalogue") { request, response in response.send("Hello") }
/// // GET /catalogue → 200  ETag: W/"GF-NsyJx_iX1Yab8k4suJkMG7DB"  Hello
/// // GET /catalogue  If-None-Match: W/"GF-NsyJx_iX1Yab8k4suJkMG7DB" → 304
/// ```
///
/// A client that has the version already gets 304 without a body.
///
/// - Parameter setting: what the same tag promises: the same content (`.weak`), or the same bytes (`.strong`).
///
/// Express: the setting `etag`
public func etag(_ setting: ETagSetting = .weak) -> Middleware {
  { request, _, next in
    request.exchange.found.etag = setting
    try await next()
  }
}
