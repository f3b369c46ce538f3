// What a redirect makes of a request: where it goes then, with which method, and what it must not tell the other side.
//
// Source: RFC 9110 section 15.4

extension ClientRequest {
  /// The request that follows an answer; nil if the answer is no redirect.
  ///
  /// Throws `HTTPClientError` when it is one that cannot be followed.
  func redirected(by status: Int, to location: String?) throws -> ClientRequest? {
    guard [301, 302, 303, 307, 308].contains(status), let location else { return nil }
    var next = self
    do throws(HTTPURL.Refusal) { next.url = try url.resolving(location) } catch {
      let shown = location.withoutCredentials.debugDescription
      throw HTTPClientError("\(url)", .badRedirect("Location \(shown): \(error.reason)"))
    }
    if status == 303 && method != "HEAD" || status <= 302 && method == "POST" {
      next.becomeGet()
    } else if !body.isRepeatable {
      throw HTTPClientError(
        "\(url)", .badRedirect("\(status) wants the body again, but its chunks are gone"))
    }
    if next.url.origin != url.origin { next.forgetCredentials() }
    return next
  }

  /// The answer is to be fetched elsewhere: nothing is sent there.
  private mutating func becomeGet() {
    method = "GET"
    body = .none
    for field in headers.fields where field.name.lowercased().hasPrefix("content-") {
      headers[field.name] = nil
    }
    for name in ["Digest", "Repr-Digest", "Last-Modified", "Expect"] { headers[name] = nil }
  }

  /// Who someone is, they told one server and no other. `Host` was that server's too.
  private mutating func forgetCredentials() {
    for name in Self.credentialFields + ["Host"] { headers[name] = nil }
  }
}
