import Testing

@testable import Engine

/// URLs taken apart, and references read against them.
struct HTTPURLTests {
  @Test(arguments: [
    ("http://localhost", "localhost", 80, "/", "localhost"),
    ("http://localhost:3000/users/1", "localhost", 3000, "/users/1", "localhost:3000"),
    ("HTTP://LocalHost:80/A?b=C", "localhost", 80, "/A?b=C", "localhost"),
    ("http://127.0.0.1:3000?role=admin", "127.0.0.1", 3000, "/?role=admin", "127.0.0.1:3000"),
    ("http://a.example:/x#part", "a.example", 80, "/x", "a.example"),
    ("http://a#part", "a", 80, "/", "a"),
    ("http://[::1]:8080/x", "::1", 8080, "/x", "[::1]:8080"),
    ("http://[2001:DB8::1]/", "2001:db8::1", 80, "/", "[2001:db8::1]"),
    ("http://a/x?url=http://b/@c", "a", 80, "/x?url=http://b/@c", "a"),
  ]) func takesApart(
    _ text: String, _ host: String, _ port: Int, _ target: String, _ hostField: String
  ) throws {
    let url = try HTTPURL(text)
    #expect(url.origin == HTTPURL.Origin(host: host, port: port))
    #expect(url.target == target)
    #expect("\(url.origin)" == hostField)
    #expect(try HTTPURL("\(url)") == url)
  }

  @Test(arguments: [
    ("", "a URL begins with http://"), ("/users", "a URL begins with http://"),
    ("localhost:3000/", "a URL begins with http://"),
    ("https://a/", "TLS is not spoken here: use http://, or a proxy that speaks TLS"),
    ("ftp://a/", "\"ftp\" is not spoken here: a URL begins with http://"),
    ("http://", "the host is missing"), ("http:///x", "the host is missing"),
    ("http://:80/", "the host is missing"),
    (
      "http://rahul:secret@a/",
      "a URL that holds a name or password is refused: send them in an Authorization header"
    ),
    ("http://a b/", "\"a b\" is no host: letters, digits, - . and _ make one"),
    ("http://a\r\nX: 1/", "\"a\\r\\nX\" is no host: letters, digits, - . and _ make one"),
    ("http://a%20b/", "\"a%20b\" is no host: letters, digits, - . and _ make one"),
    ("http://a:0/", "port 0 does not exist: ports are 1 to 65535"),
    ("http://a:65536/", "port 65536 does not exist: ports are 1 to 65535"),
    (
      "http://a:99999999999999999999/",
      "port 99999999999999999999 does not exist: ports are 1 to 65535"
    ),
    ("http://a:+80/", "behind the host stands a colon and a port, or nothing"),
    ("http://[::1]x/", "behind the host stands a colon and a port, or nothing"),
    ("http://[::1/", "between [ and ] stands an IPv6 address"),
    ("http://[a.example]/", "between [ and ] stands an IPv6 address"),
    ("http://[fe80::1%25eth0]/", "between [ and ] stands an IPv6 address"),
    ("http://a/ö", "\"ö\" must be percent-encoded: see encodeURIComponent"),
    ("http://a/x y", "\" \" must be percent-encoded: see encodeURIComponent"),
    ("http://a/x\r\nX: 1", "\"\\r\\n\" must be percent-encoded: see encodeURIComponent"),
  ]) func refuses(_ text: String, _ reason: String) {
    #expect(throws: HTTPURL.Refusal(reason)) { try HTTPURL(text) }
  }

  /// The examples of RFC 3986 section 5.4, without their fragments: those are never sent.
  @Test(arguments: [
    ("g", "/b/c/g"), ("./g", "/b/c/g"), ("g/", "/b/c/g/"), ("/g", "/g"), ("?y", "/b/c/d;p?y"),
    ("g?y", "/b/c/g?y"), ("#s", "/b/c/d;p?q"), ("g#s", "/b/c/g"), ("g?y#s", "/b/c/g?y"),
    (";x", "/b/c/;x"), ("g;x", "/b/c/g;x"), ("g;x?y#s", "/b/c/g;x?y"), ("", "/b/c/d;p?q"),
    (".", "/b/c/"), ("./", "/b/c/"), ("..", "/b/"), ("../", "/b/"), ("../g", "/b/g"),
    ("../..", "/"), ("../../", "/"), ("../../g", "/g"), ("../../../g", "/g"),
    ("../../../../g", "/g"), ("/./g", "/g"), ("/../g", "/g"), ("g.", "/b/c/g."), (".g", "/b/c/.g"),
    ("g..", "/b/c/g.."), ("..g", "/b/c/..g"), ("./../g", "/b/g"), ("./g/.", "/b/c/g/"),
    ("g/./h", "/b/c/g/h"), ("g/../h", "/b/c/h"), ("g;x=1/./y", "/b/c/g;x=1/y"),
    ("g;x=1/../y", "/b/c/y"), ("g?y/./x", "/b/c/g?y/./x"), ("g?y/../x", "/b/c/g?y/../x"),
    ("g#s/../x", "/b/c/g"),
  ]) func resolves(_ reference: String, _ target: String) throws {
    #expect(try "\(HTTPURL("http://a/b/c/d;p?q").resolving(reference))" == "http://a\(target)")
  }

  @Test(arguments: [
    ("//g", "http://g/"), ("//g:81/x/../y", "http://g:81/y"),
    ("http://other:3000/x", "http://other:3000/x"), ("HTTP://a/x", "http://a/x"),
  ]) func resolvesToOtherServers(_ reference: String, _ url: String) throws {
    #expect(try "\(HTTPURL("http://a/b").resolving(reference))" == url)
  }

  @Test(arguments: [
    ("https://a/", "TLS is not spoken here: use http://, or a proxy that speaks TLS"),
    ("mailto:priya@example.org", "a URL begins with http://"),
    ("/ö", "\"ö\" must be percent-encoded: see encodeURIComponent"),
  ]) func refusesToResolve(_ reference: String, _ reason: String) {
    #expect(throws: HTTPURL.Refusal(reason)) { try HTTPURL("http://a/b").resolving(reference) }
  }
}
