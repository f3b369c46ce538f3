import Testing

@testable import Engine

/// Node's `path.posix`, by its documentation's examples and others that were run in Node 20.
struct PathsTests {
  @Test(arguments: [
    ("/foo/bar//baz/asdf/quux/..", "/foo/bar/baz/asdf"), ("", "."), (".", "."), ("./", "./"),
    ("/", "/"), ("//", "/"), ("/..", "/"), ("/../users/", "/users/"), ("..", ".."), ("../", "../"),
    ("users/..", "."), ("users/../", "./"), ("users/../..", ".."), ("../../users", "../../users"),
    ("users/./notes//today.txt", "users/notes/today.txt"), ("users/.../notes", "users/.../notes"),
    (".hidden/..well", ".hidden/..well"), ("Zürich/é/../日", "Zürich/日"),
  ]) func normalizes(_ path: String, _ short: String) {
    #expect(Path.normalize(path) == short)
  }

  @Test func joins() {
    #expect(Path.join("/foo", "bar", "baz/asdf", "quux", "..") == "/foo/bar/baz/asdf")
    #expect(Path.join("public", "img", "..", "a.css") == "public/a.css")
    #expect(Path.join("public", "/img") == "public/img")
    #expect(Path.join("public", "../../etc") == "../etc")
    #expect(Path.join("", "a", "", "b/") == "a/b/")
    #expect(Path.join("", "") == ".")
    #expect(Path.join() == ".")
  }

  @Test(arguments: [
    ("/foo/bar", true), ("/baz/..", true), ("/", true), ("qux/", false), (".", false), ("", false),
    ("~/notes", false), ("C:/notes", false), ("/\u{301}notes", true),
  ]) func knowsWhatIsAbsolute(_ path: String, _ isAbsolute: Bool) {
    #expect(Path.isAbsolute(path) == isAbsolute)
  }

  @Test func resolves() {
    let folder = "/home/priya"
    #expect(Path.resolve("/foo/bar", "./baz", in: folder) == "/foo/bar/baz")
    #expect(Path.resolve("/foo/bar", "/tmp/file/", in: folder) == "/tmp/file")
    #expect(
      Path.resolve("wwwroot", "static_files/png/", "../gif/image.gif", in: folder)
        == "/home/priya/wwwroot/static_files/gif/image.gif")
    #expect(Path.resolve(in: folder) == folder)
    #expect(Path.resolve("", in: folder) == folder)
    #expect(Path.resolve("../../../..", in: folder) == "/")
    #expect(Path.resolve("notes", in: "app") == "/app/notes")
  }

  @Test(arguments: [
    ("/data/orandea/test/aaa", "/data/orandea/impl/bbb", "../../impl/bbb"),
    ("/srv/app", "/srv/app", ""), ("/srv/app", "/srv/app/a.css", "a.css"),
    ("/srv/app/views", "/srv", "../.."), ("/", "/srv", "srv"), ("/srv", "/", ".."),
    ("/srv/app", "/srv/apple", "../apple"), ("a/b", "a/c", "../c"), ("a", "../../b", "../../../b"),
    ("/home/priya/a", "b", "../b"), ("", "a", "a"), ("a/", "a", ""),
    // The same name to a reader, and another one to the system.
    ("/\u{E9}", "/e\u{301}", "../e\u{301}"),
  ]) func findsTheWay(_ start: String, _ end: String, _ way: String) {
    #expect(Path.relative(from: start, to: end, in: "/home/priya") == way)
  }

  @Test(arguments: [
    ("/foo/bar/baz/asdf/quux", "/foo/bar/baz/asdf"), ("", "."), ("/", "/"), ("///", "/"),
    ("notes", "."), ("notes/", "."), ("/notes", "/"), ("/notes/", "/"), ("//notes", "//"),
    ("///notes", "//"), ("a//b", "a/"), ("a/b/", "a"), ("../a", ".."),
    ("srv/\u{301}notes", "srv"),
  ]) func knowsTheFolder(_ path: String, _ folder: String) {
    #expect(Path.dirname(path) == folder)
  }

  @Test(arguments: [
    ("/foo/bar/baz/asdf/quux.html", "", "quux.html"),
    ("/foo/bar/baz/asdf/quux.html", ".html", "quux"), ("", "", ""), ("/", "", ""), ("///", "", ""),
    ("a/b//", "", "b"), ("a/b.css/", ".css", "b"), ("a/b.css", ".CSS", "b.css"),
    ("a/.css", ".css", ".css"), ("notes.md", "notes.md", "notes.md"), ("aa", "a", "a"),
    ("srv/\u{301}notes", "", "\u{301}notes"),
  ]) func knowsTheName(_ path: String, _ suffix: String, _ name: String) {
    #expect(Path.basename(path, without: suffix) == name)
  }

  @Test(arguments: [
    ("index.html", ".html"), ("index.coffee.md", ".md"), ("index.", "."), ("index", ""),
    (".index", ""), (".index.md", ".md"), ("..", ""), ("...", "."), ("..md", ".md"), ("", ""),
    ("a.b/c", ""), ("a.b/", ".b"), ("a/.bashrc", ""), ("/srv/notes.tar.gz", ".gz"),
    ("a.\u{301}b", ".\u{301}b"),
  ]) func knowsTheEnding(_ path: String, _ ending: String) {
    #expect(Path.extname(path) == ending)
  }

  // MARK: - Every short path

  /// Every text of `/`, `.` and `a` up to a length, against Node:
  ///
  ///     const path = require("path").posix, { createHash } = require("crypto");
  ///     process.chdir("/");
  ///     const texts = n => n ? [...new Set(texts(n - 1).flatMap(t => ["", ..."/.a"].map(c => t + c)))] : [""];
  ///     const digest = results => createHash("sha256").update(results.map(r => r + "\n").join("")).digest("hex");
  ///     const long = texts(7).sort(), short = texts(3).sort();
  ///     for (const name of ["normalize", "dirname", "basename", "extname"])
  ///       console.log(name, digest(long.map(t => path[name](t))));
  ///     for (const name of ["join", "relative", "resolve"])
  ///       console.log(name, digest(short.flatMap(a => short.map(b => path[name](a, b)))));
  ///     console.log(digest(short.flatMap(a =>
  ///       short.filter(b => a != b && !a.endsWith("/")).map(b => path.basename(a, b)))));
  @Test func agreesWithNodeOnEveryShortPath() {
    let long = texts(7)
    #expect(long.count == 3_280)
    #expect(
      digest(long.map { Path.normalize($0) })
        == "7b841386698cdb94dba2ae6ef132d461d7decabe19acf908bac3be80ff30201b")
    #expect(
      digest(long.map { Path.dirname($0) })
        == "4f116300f943d4d3764c190b1a0a46b1f99e38d14a00f892f706e19b849edce1")
    #expect(
      digest(long.map { Path.basename($0) })
        == "0d824ce6cfd2dbfc93dac8f3186b68831b926ae79034b5a80fc8b76f58be4975")
    #expect(
      digest(long.map { Path.extname($0) })
        == "0a93c3ef24b03a5f8414d0b7d6102e2f279e12528baf2f4e5c70bc4d34e13ec8")
  }

  @Test func agreesWithNodeOnEveryTwoShortPaths() {
    let short = texts(3)
    let pairs = short.flatMap { first in short.map { (first, $0) } }
    #expect(pairs.count == 1_600)
    #expect(
      digest(pairs.map { Path.join($0, $1) })
        == "2587d874a9cef68e814b44dcba96aef4988b4f5b9a739336feeb44399cd47127")
    #expect(
      digest(pairs.map { Path.relative(from: $0, to: $1) })
        == "5399a5f622c6eb96aeabbe6bc0849c7eb6faa0a6dada5638caf5f12ef85b639f")
    #expect(
      digest(pairs.map { Path.resolve($0, $1, in: "/") })
        == "6c989dde626b38a98d9c89778f88a43df2b79c1f978c977eeff91c29530c5ff1")
    // Where the whole path is the suffix, Node gives nothing, and we the name; and with a slash at the end, Node 20
    // leaves it there for some suffixes.
    let apart = pairs.filter { $0 != $1 && !$0.hasSuffix("/") }
    #expect(
      digest(apart.map { Path.basename($0, without: $1) })
        == "d35881513de41cefde20d3322244986d14cfd574072a581adf9436ebe451d172")
  }

  /// In the order of their bytes.
  private func texts(_ length: Int) -> [String] {
    (0..<length).reduce(into: Set<[UInt8]>([[]])) { texts, _ in
      texts.formUnion(texts.flatMap { text in "./a".utf8.map { text + [$0] } })
    }.sorted { $0.lexicographicallyPrecedes($1) }.map { String(decoding: $0, as: UTF8.self) }
  }

  private func digest(_ results: [String]) -> String {
    Hexadecimal.encode(SHA256.digest(of: results.map { $0 + "\n" }.joined()))
  }
}
