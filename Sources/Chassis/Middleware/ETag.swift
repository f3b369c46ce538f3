// Versions of answers, for a part of an app. For all of it there is the setting `app.etag`.

/// Lets `send` and `json` name the version of what they answer, for the requests that pass here, whatever `app.etag` says.
///
/// ```swift
/// app.use("/catalogue", etag())
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
