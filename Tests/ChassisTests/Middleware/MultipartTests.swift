// Forms with files, over real sockets: what handlers get, what is refused, and that nothing is left behind.

import Foundation
import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct MultipartTests {
  private let isForm = "Content-Type: multipart/form-data; boundary=b"

  /// Runs with a folder that is removed afterwards; what `multipart` left in it is given to `left`.
  private func inFolder(_ body: (String) async throws -> Void) async throws {
    let folder = "\(NSTemporaryDirectory())/multipart-\(Hexadecimal.encode(randomBytes(8)))"
    try await makeFolder(folder)
    do { try await body(folder) } catch {
      try? await removeFolder(folder, withContents: true)
      throw error
    }
    try await removeFolder(folder, withContents: true)
  }

  private func names(in folder: String) async throws -> [String] {
    try await readFolder(folder).map(\.name)
  }

  /// What is in the folder once the uploads are gone: they may be there a moment longer than the answer takes.
  private func namesLeft(in folder: String) async throws -> [String] {
    while true {
      let names = try await names(in: folder)
      if !names.contains(where: { $0.hasPrefix("upload-") }) { return names }
    }
  }

  private func part(_ name: String, _ content: String, file: String? = nil) -> String {
    let fileName = file.map { "; filename=\"\($0)\"\r\nContent-Type: text/plain" } ?? ""
    return
      "--b\r\nContent-Disposition: form-data; name=\"\(name)\"\(fileName)\r\n\r\n\(content)\r\n"
  }

  /// Says what came, and of what was refused the status and the code.
  private func app(_ reader: @escaping Middleware) -> App {
    let app = App()
    app.use(reader)
    app.post("/form") { request, response in
      var lines = try request.form.map { "\($0.name)=\($0.value)" }
      for file in try request.files {
        let content = String(decoding: try await readFile(file.path), as: UTF8.self)
        lines.append("\(file.field): \(file.clientName) \(file.type) \(file.size) \(content)")
      }
      response.send(lines.joined(separator: "; "))
    }
    app.onError { error, _, response in
      let error = HTTPError(error)
      response.status(error.status).send("\(error.code ?? "none"): \(error.message)")
    }
    return app
  }

  private func answer(_ app: App, _ body: String, _ type: String? = nil) async throws -> String {
    let answer = try await app.answer("POST /form", [type ?? isForm], body: body)
    return "\(answer.status) \(answer.body)"
  }

  @Test func `fields and files`() async throws {
    try await inFolder { folder in
      let body =
        part("title", "Beach") + part("photo", "bytes", file: "../a b.png") + part("tag", "sun")
        + part("tag", "") + part("empty", "", file: "") + part("photo", "", file: "second.txt")
        + "--b--\r\n"
      let read = try await answer(app(multipart(folder: folder)), body)
      #expect(
        read
          == "200 title=Beach; tag=sun; tag=; photo: ../a b.png text/plain 5 bytes; "
          + "photo: second.txt text/plain 0 ")
      #expect(try await namesLeft(in: folder) == [])
    }
  }

  @Test func `as a type, brackets as asked for`() async throws {
    struct Photo: Codable {
      var title: String, stars: Int, tags: [String]?, user: [String: String]?
    }
    let body =
      part("title", "Beach") + part("stars", "5") + part("tags", "sun") + part("user[id]", "7")
      + "--b--"
    for (extended, expected) in [
      (false, #"{"title":"Beach","stars":5,"tags":["sun"]}"#),
      (true, #"{"title":"Beach","stars":5,"tags":["sun"],"user":{"id":"7"}}"#),
    ] {
      let app = App()
      app.post("/form", multipart(extended: extended)) { request, response in
        response.json(try request.body(as: Photo.self))
      }
      #expect(try await answer(app, body) == "200 \(expected)")
    }
  }

  @Test func `kept files stay, all others go, whatever happens`() async throws {
    try await inFolder { folder in
      let app = App()
      app.use(multipart(folder: folder))
      var seen: [String] = []
      app.post("/form") { request, response in
        let photo = try #require(try request.file("photo"))
        seen = try await names(in: folder).filter { $0.hasPrefix("upload-") }
        let permissions = try await fileStatus("\(folder)/\(seen.last ?? "")").permissions
        #expect(permissions == 0o700)
        if request.headers["X-Fail"] != nil { throw HTTPError(500) }
        try await photo.keep(as: "\(folder)/\(photo.safeName)")
        #expect(try request.file("none") == nil)
        response.send(String(decoding: try await readFile("\(folder)/a.png"), as: UTF8.self))
      }
      app.log = { _ in }
      let body = part("photo", "bytes", file: "x/a.png") + part("x", "", file: "b") + "--b--"
      #expect(try await answer(app, body) == "200 bytes")
      #expect(seen.map(\.utf8.count) == [39])
      #expect(try await namesLeft(in: folder) == ["a.png"])
      let failed = try await app.answer("POST /form", [isForm, "X-Fail: 1"], body: body)
      #expect(failed.status == 500)
      #expect(try await namesLeft(in: folder) == ["a.png"])
    }
  }

  @Test func `limits`() async throws {
    let limits = MultipartLimits(files: 1, fileBytes: 5, fields: 2, fieldBytes: 10, nameBytes: 8)
    let one = part("f", "12345", file: "a")
    let rows: [(parts: String, expected: String)] = [
      (one, "200 f: a text/plain 5 12345"),
      (
        part("f", "123456", file: "a"),
        "413 entity.too.large: f: the file is larger than 5 bytes"
      ),
      (one + one, "413 files.too.many: the form has more than 1 files"),
      (part("a", "1234") + part("b", "1234"), "200 a=1234; b=1234"),
      (
        part("a", "1234") + part("b", "12345"),
        "413 entity.too.large: the form's fields are larger than 10 bytes"
      ),
      (
        part("a", "") + part("b", "") + part("c", ""),
        "413 parameters.too.many: the form has more than 2 fields"
      ),
      (
        part("123456789", ""),
        "400 entity.parse.failed: the form has a name of more than 8 bytes"
      ),
      (
        part("f", "", file: "123456789"),
        "400 entity.parse.failed: the form has a name of more than 8 bytes"
      ),
    ]
    try await inFolder { folder in
      let app = app(multipart(folder: folder, limits: limits))
      for row in rows {
        let read = try await answer(app, row.parts + "--b--")
        #expect(read == row.expected)
      }
      #expect(try await namesLeft(in: folder) == [])
    }
  }

  @Test func `what is refused`() async throws {
    let app = app(multipart())
    let noForm = "400 entity.parse.failed: the body is no multipart/form-data: "
    #expect(
      try await answer(app, "x", "Content-Type: multipart/form-data")
        == noForm + "its type names no boundary")
    #expect(
      try await answer(app, "x", "Content-Type: multipart/form-data; boundary=\"a;b\"")
        == noForm + "its type names no boundary")
    #expect(
      try await answer(app, part("a", "1")) == noForm + "it ends before its last boundary")
    #expect(
      try await answer(app, "a=1", "Content-Type: application/x-www-form-urlencoded")
        == "415 type.unsupported: expected a body of type multipart/form-data, found "
        + "application/x-www-form-urlencoded")
    #expect(
      try await answer(app, "", "Accept: */*") == "400 body.missing: a body is expected, none came")
    let gzip = try await app.answer("POST /form", [isForm, "Content-Encoding: gzip"], body: "x")
    #expect(
      gzip.body == "encoding.unsupported: content encoding \"gzip\" is not supported")
  }

  @Test func `the client leaves in the middle`() async throws {
    try await inFolder { folder in
      let app = App()
      let over = Gate()
      app.use { _, _, next in
        defer { over.open() }
        try await next()
      }
      app.use(multipart(folder: folder))
      app.post("/form") { $1.send() }
      app.log = { _ in }
      try await app.served { client in
        let socket = try await Socket.connect(host: "127.0.0.1", port: client.port)
        let start = part("f", String(repeating: "x", count: 100_000), file: "a").dropLast()
        let head =
          "POST /form HTTP/1.1\r\nHost: test\r\n\(isForm)\r\nContent-Length: 200000\r\n\r\n"
        try await socket.write(Array((head + start).utf8))
        while try await names(in: folder).isEmpty {}
        socket.close()
        await over.wait()
        #expect(try await namesLeft(in: folder) == [])
      }
    }
  }

  @Test func `a handler gets files as they come, and nothing is stored`() async throws {
    try await inFolder { folder in
      var files: [String] = []
      let reader = multipart(folder: folder) { file in
        var size = 0
        if file.clientName == "skipped" { return }
        for try await chunk in file { size += chunk.count }
        files.append("\(file.field) \(file.safeName) \(file.type) \(size)")
      }
      let body =
        part("f", String(repeating: "x", count: 300_000), file: "a/b")
        + part("g", "x", file: "skipped")
        + part("h", "1") + part("i", "22", file: "c") + "--b--"
      let read = try await answer(app(reader), body)
      #expect(read == "200 h=1")
      #expect(files == ["f b text/plain 300000", "i c text/plain 2"])
      #expect(try await namesLeft(in: folder) == [])
    }
  }

  @Test func `a slow handler slows the sender down`() async throws {
    let (begun, goOn) = (Gate(), Gate())
    var received = 0
    let size = 64 << 20
    let limits = MultipartLimits(fileBytes: size)
    let app = app(
      multipart(limits: limits) { file in
        for try await chunk in file {
          received += chunk.count
          begun.open()
          await goOn.wait()
        }
      })
    try await app.served { client in
      var isSent = false
      let start = part("f", "", file: "a").dropLast()
      let length = start.utf8.count + size + "\r\n--b--".utf8.count
      let head = "POST /form HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\(isForm)\r\n"
      let socket = try await Socket.connect(host: "127.0.0.1", port: client.port)
      let sending = Task {
        try await socket.write(Array("\(head)Content-Length: \(length)\r\n\r\n\(start)".utf8))
        let piece = [UInt8](repeating: 120, count: 1 << 16)
        for _ in 0..<(size >> 16) { try await socket.write(piece) }
        isSent = true
        try await socket.write(Array("\r\n--b--".utf8))
      }
      await begun.wait()
      // Far more turns of the loop than it takes to fill what can be filled.
      for _ in 0..<1_000 { await Task.yield() }
      #expect(!isSent)
      #expect(received <= 1 << 17)
      goOn.open()
      try await sending.value
      var bytes: [UInt8] = []
      while let chunk = try await socket.read() { bytes += chunk }
      socket.close()
      #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("HTTP/1.1 200 OK"))
      #expect(received == size)
    }
  }

  @Test func `files asked for without multipart() are the program's mistake`() async throws {
    let app = App()
    let log = LogLines()
    log.collect(from: app)
    let line = #line + 1
    app.post("/form") { $1.send("\(try $0.files.count)") }
    #expect(try await answer(app, part("a", "1") + "--b--") == "500 Internal Server Error")
    #expect(
      log.lines == [
        "POST /form: POST /form (MultipartTests.swift:\(line)) asks for request.files, but nothing "
          + "has read it: add app.use(multipart()) before this route"
      ])
  }
}
