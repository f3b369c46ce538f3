// What the examples of the documentation speak of without saying where it comes from.

extension DocProgram {
  static let world = #"""
    import Chassis
    import Foundation

    struct User: Codable {
      var id = 0
      var name = ""
      var isAdmin = false
    }
    struct SignUp: Codable { var email: String }
    struct Database { func close() async {} }
    let users = [User(id: 1, name: "Rahul"), User(id: 2, name: "Priya")]
    let notes = ["milk"]
    let database = Database()
    let authenticate: Middleware = { request, response, next in try await next() }
    func findUser(for credentials: String?) throws -> User {
      guard let credentials else { throw HTTPError(401) }
      return User(id: 1, name: "Rahul", isAdmin: credentials == "rahul")
    }
    nonisolated func slowLookup() throws -> [String] { ["found"] }

    /// What is not as the documentation says.
    func wrong(_ place: String, _ what: String) { print("WRONG \(place): \(what)") }

    func check<Value>(_ value: Value?, _ shown: String, _ place: String) {
      guard let value else { return wrong(place, "nothing, not \(shown)") }
      var text = ""
      debugPrint(value, terminator: "", to: &text)
      let plain = "\(value)"
      if text != shown, plain != shown { wrong(place, "\(plain), not \(shown)") }
    }

    /// The files that examples read and write, as new for each.
    func layFiles() throws {
      let files = FileManager.default
      for name in try files.contentsOfDirectory(atPath: ".") { try files.removeItem(atPath: name) }
      for folder in ["archive", "avatars", "photos", "uploads/old", "data"] {
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
      }
      let texts = [
        "notes.json": "[]", "style.css": "p {}", "public/style.css": "p {}",
        "public/index.html": "<p>Hello</p>", "assets/app.js": "let page = 1", "image.png": "\u{1}PNG 8 bytes",
        "video.mp4": String(repeating: "v", count: 3_000), "reports/2026.pdf": "a report",
        "reports/2026-11.pdf": "a report", "uploads/report.txt": "a report", "uploads/old/photo": "",
        "data/notes.json": "[]", "mails/welcome.mustache": "Hello, {{name}}!",
        "views/users.mustache": "{{#users}}{{name}} {{/users}}", "views/profile.mustache": "{{name}}",
      ]
      for (path, text) in texts {
        let folder = (path as NSString).deletingLastPathComponent
        if !folder.isEmpty { try files.createDirectory(atPath: folder, withIntermediateDirectories: true) }
        try text.write(toFile: path, atomically: false, encoding: .utf8)
      }
    }

    struct Exchange {
      var method, target: String
      var headers: [(String, String)]
      var body: String?
      var status: Int
      var answerHeaders: [(String, String)]
      var answer: String?

      init(
        _ method: String, _ target: String, _ headers: [(String, String)], _ body: String?, _ status: Int,
        _ answerHeaders: [(String, String)], _ answer: String?
      ) {
        (self.method, self.target, self.headers, self.body) = (method, target, headers, body)
        (self.status, self.answerHeaders, self.answer) = (status, answerHeaders, answer)
      }

      /// What a body is that does not say it.
      private var type: String {
        switch body?.first {
        case "{": "application/json"
        case _ where body?.contains("=") == true: "application/x-www-form-urlencoded"
        default: "text/plain"
        }
      }

      /// Asks, and says what comes otherwise.
      func ask(_ app: App, _ place: String) async throws {
        var fields = Headers()
        for (name, value) in headers { fields.append(name, value) }
        if body != nil, !fields.contains("Content-Type") { fields["Content-Type"] = type }
        let came = try await app.test.send(
          method, target, headers: fields, body: body.map { .bytes(Array($0.utf8)) } ?? .none)
        let text = String(decoding: try await came.body.collect(upTo: 1_000_000), as: UTF8.self)
        let fieldsAreRight = answerHeaders.allSatisfy { came.headers.values(of: $0.0).contains($0.1) }
        guard came.statusCode == status, fieldsAreRight, answer == nil || answer == text else {
          return wrong(place, "\(method) \(target): \(came.statusCode) \(came.headers) \(text)")
        }
      }
    }

    /// The server that examples ask.
    let server = App()
    server.webSocket("/chat/{:room}") { request, socket in
      if let message = try await socket.receive() { try await socket.send(message) }
      await socket.close()
    }
    server.use { request, response, next in response.json(users[0]) }
    var serverPort = 0

    typealias Body = (App, Request, Response, Next, ChildProcess, inout Int) async throws -> Void
    let child = try ChildProcess.spawn(
      "/bin/sh", ["-c", "echo hello; exec >&-; cat > /dev/null"], input: .pipe, output: .pipe)

    /// One example: its function in the handler of a request, then the requests that it tells of.
    func run(
      _ place: String, body kind: String, throwsOnPurpose: Bool, _ exchanges: [Exchange],
      _ body: @escaping Body
    ) async {
      let alarm = setTimeout(.seconds(30)) {
        wrong(place, "it does not end")
        exit(1)
      }
      defer { alarm.cancel() }
      do {
        try layFiles()
        let app = place.contains("TestClient") ? server : App()
        let around = App()
        around.views = Views("views")
        if kind != "gzip" {
          around.use(cookies(secret: "a secret"))
          around.use(session(secret: "a secret"))
          around.use(json())
          around.use(urlencoded())
          around.get("/cart") { request, response in response.cookie("cart", "17", signed: true).send() }
        }
        around.use("/:id/:name") { request, response, next in
          var total = 0
          do { try await body(app, request, response, next, child, &total) } catch {
            if !throwsOnPurpose { wrong(place, "it threw \(error)") }
          }
          if !response.ended { response.end() }
        }
        try await ask(around, kind)
        if !exchanges.isEmpty { app.use { request, response, next in response.send("Hello") } }
        for exchange in exchanges { try await exchange.ask(app, place) }
      } catch { wrong(place, "\(error)") }
    }

    /// Asks for the handler that an example is run in, with something of everything that examples look at.
    func ask(_ around: App, _ kind: String) async throws {
      var headers: Headers = ["Accept": "text/html"]
      var body = Deflater.deflate(Array("hello".utf8), as: .gzip)
      if kind != "gzip" {
        let cart = try await around.test.get("/cart").headers["Set-Cookie"]?.prefix { $0 != ";" }
        headers["Cookie"] = "theme=dark; \(cart ?? "")"
        headers["Content-Type"] = kind == "form" ? "application/x-www-form-urlencoded" : "application/json"
        let value = #"{"id":3,"name":"Priya","isAdmin":false,"age":30,"nickname":"P"}"#
        body = Array((kind == "form" ? "name=Priya" : value).utf8)
      }
      let target = "/42/report.txt?role=admin&page=2&tags=new&tag=new&tag=vip"
      let answer = try await around.test.send("POST", target, headers: headers, body: .bytes(body))
      _ = try await answer.body.collect(upTo: 1_000_000)
    }

    func begin(_ examples: @escaping () async throws -> Void) {
      server.listen(port: 0) { port in
        serverPort = port
        Task {
          do { try await examples() } catch { wrong("", "\(error)") }
          print("all were run")
          exit(0)
        }
      }
    }


    """#
}
