// Runs scripts against a server: sends each request, judges each answer, captures what later requests need.

import Engine

/// Runs the requests of scripts against one server, over one connection as long as the server keeps it.
///
/// ```swift
/// let runner = ScriptRunner(port: 3000, folder: "Lessons/01-hello", seed: 1)
/// let reports = await runner.run(script.entries)
/// ```
@MainActor public final class ScriptRunner {
  let connection: WireConnection
  /// For what is sent beside it.
  let newConnection: @MainActor () -> WireConnection
  private let builder: RequestBuilder
  public private(set) var variables: ScriptVariables

  /// - Parameters:
  ///   - port: where the server listens on 127.0.0.1; scripts reach it as `{{host}}`.
  ///   - folder: the script's folder, in which its files stand.
  ///   - seed: from what random values are drawn.
  ///   - timeLimit: how long an answer may take.
  public init(port: Int, folder: String, seed: UInt64, timeLimit: Duration = .seconds(5)) {
    newConnection = { WireConnection(host: "127.0.0.1", port: port, timeLimit: timeLimit) }
    connection = newConnection()
    builder = RequestBuilder(folder: folder)
    variables = ScriptVariables(seed: seed, ["host": .text("http://127.0.0.1:\(port)")])
  }

  /// Runs all requests in order; a failed one does not keep the next from being sent.
  public func run(_ entries: [Entry]) async -> [EntryReport] {
    var reports: [EntryReport] = []
    for turn in entries.turns { reports += await run(turn: turn) }
    return reports
  }

  /// Runs one request, again and again if its options say so.
  public func run(_ entry: Entry) async -> EntryReport {
    var report = EntryReport(entry: entry)
    if entry.request.options.skip {
      report.wasSkipped = true
      return report
    }
    for attempt in 0...entry.request.options.retry {
      report = await attemptOnce(entry, over: connection)
      if report.isFine || attempt == entry.request.options.retry || Task.isCancelled { break }
      try? await Task.sleep(for: .milliseconds(entry.request.options.retryInterval))
    }
    return report
  }

  /// Closes the connection.
  public func close() { connection.close() }

  /// Sends a request over a connection and judges what comes back.
  ///
  /// - Parameter whenSent: called when all of it has been written.
  func attemptOnce(
    _ entry: Entry, over connection: WireConnection, whenSent: @escaping @MainActor () -> Void = {}
  ) async -> EntryReport {
    var report = EntryReport(entry: entry)
    do {
      for (name, value) in entry.request.options.variables {
        variables[name] = try value.value(&variables, builder.file)
      }
      let request = try builder.build(entry.request, &variables)
      report.request = request
      let evidence = try await send(request, entry.request.options, connection, whenSent)
      report.response = evidence.response
      if let expectation = entry.response { judge(expectation, evidence, &report) }
    } catch let error as WireError {
      report.wireError = error
      report.failures.append(failure(report, "an answer", "\(error)"))
    } catch {
      let expected =
        report.request == nil ? "a request that can be sent" : "a redirect that can be followed"
      report.failures.append(failure(report, expected, "\(error)"))
    }
    return report
  }

  private func failure(_ report: EntryReport, _ expected: String, _ actual: String) -> Failure {
    let asked = report.entry.request
    return Failure(
      position: asked.position,
      question: "\(asked.method) \(report.request?.target ?? asked.url.source)",
      expected: expected, actual: actual)
  }

  /// Sends a request, and follows redirects where the options say so.
  private func send(
    _ request: WireRequest, _ options: Options, _ connection: WireConnection,
    _ whenSent: @escaping @MainActor () -> Void
  ) async throws -> Evidence {
    var evidence = Evidence(
      response: try await connection.exchange(request, whenSent: whenSent), url: request.url)
    guard options.location else { return evidence }
    var next = request
    while (300..<400).contains(evidence.response.status),
      let location = evidence.response.values(of: "Location").first
    {
      guard evidence.redirects.count < options.maxRedirects else {
        throw EvaluationError("more than \(options.maxRedirects) redirects")
      }
      let origin = try URLParts(evidence.url).authority
      evidence.url = Self.resolve(location, next.target, origin)
      let parts = try URLParts(evidence.url)
      guard parts.authority == origin else {
        throw EvaluationError("a redirect leads to another server: \(location)")
      }
      evidence.redirects.append(evidence.url)
      next.target = parts.target
      if evidence.response.status != 307, evidence.response.status != 308, next.method != "HEAD" {
        next.method = "GET"
        next.body = []
        next.fields.removeAll {
          let name = $0.name.lowercased()
          return name.hasPrefix("content-") || name == "transfer-encoding"
        }
      }
      evidence.response = try await connection.exchange(next)
    }
    return evidence
  }

  /// A location as a whole URL; it may be one, or a path from the root or from where the last request was.
  private static func resolve(_ location: String, _ target: String, _ origin: String) -> String {
    if location.hasPrefix("//") { return "http:\(location)" }
    if location.hasPrefix("/") { return "http://\(origin)\(location)" }
    if location.wholeMatch(of: /[A-Za-z][A-Za-z0-9+.\-]*:.*/) != nil { return location }
    let path = target.prefix { $0 != "?" }
    if location.hasPrefix("?") { return "http://\(origin)\(path)\(location)" }
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
    return "http://\(origin)\(folder)\(location)"
  }

  // MARK: Judging

  private func judge(
    _ expectation: ResponseSpec, _ evidence: Evidence, _ report: inout EntryReport
  ) {
    judgeStatusLine(expectation, evidence.response, &report)
    for header in expectation.headers {
      do { try judgeHeader(header, evidence.response, &report) } catch {
        report.failures.append(
          Failure(
            position: header.position, question: "header \(header.name.source)",
            expected: "a value to compare with", actual: "\(error)"))
      }
    }
    for capture in expectation.captures { take(capture, evidence, &report) }
    for assert in expectation.asserts { judgeAssert(assert, evidence, &report) }
    guard let body = expectation.body else { return }
    do { try judgeBody(body, expectation, evidence.response, &report) } catch {
      report.failures.append(
        Failure(
          position: expectation.position, question: "body", expected: "a value to compare with",
          actual: "\(error)"))
    }
  }

  private func judgeStatusLine(
    _ expectation: ResponseSpec, _ response: WireResponse, _ report: inout EntryReport
  ) {
    if let version = expectation.version, version != "HTTP/\(response.version)" {
      report.failures.append(
        Failure(
          position: expectation.position, question: "version", expected: version,
          actual: "HTTP/\(response.version)"))
    }
    if let status = expectation.status, status != response.status {
      report.failures.append(
        Failure(
          position: expectation.position, question: "status", expected: "\(status)",
          actual: "\(response.status) with the body \(shownBytes(response.body))"))
    }
  }

  /// A header that is expected must come with exactly that value, in one of its fields.
  private func judgeHeader(
    _ header: KeyValue, _ response: WireResponse, _ report: inout EntryReport
  ) throws {
    let name = try variables.fill(header.name)
    let wanted = try variables.fill(header.value)
    let values = response.values(of: name)
    if values.contains(wanted) { return }
    let (question, expected) = ("header \(name)", Array(wanted.utf8))
    report.failures.append(
      values.count == 1
        ? Failure(
          header.position, question, ShownPair(expected: expected, actual: Array(values[0].utf8)))
        : Failure(
          position: header.position, question: question, expected: shownBytes(expected),
          actual: values.isEmpty
            ? "no such header" : values.map { shownBytes(Array($0.utf8)) }.joined(separator: ", ")))
  }

  private func take(_ capture: Capture, _ evidence: Evidence, _ report: inout EntryReport) {
    do {
      guard let value = try find(capture.query, capture.filters, evidence) else {
        throw EvaluationError("nothing")
      }
      variables[capture.name] = value
    } catch {
      report.failures.append(
        Failure(
          position: capture.position, question: "capture \(variables.filled(capture.text))",
          expected: "a value",
          actual: "\(error)"))
    }
  }

  private func judgeAssert(_ assert: Assert, _ evidence: Evidence, _ report: inout EntryReport) {
    do {
      let found = try find(assert.query, assert.filters, evidence)
      let judgement = try assert.predicate.judge(
        found, negated: assert.isNegated, &variables, file: builder.file)
      if judgement.holds { return }
      var failure = Failure(
        position: assert.position, question: variables.filled(assert.text),
        expected: judgement.expected,
        actual: found == nil ? assert.nothing : judgement.actual,
        firstDifference: judgement.firstDifference, mark: judgement.mark)
      // Once is enough.
      if !report.failures.contains(where: { $0.body != nil }) {
        failure.body = assert.shownBody(evidence.response.body)
      }
      report.failures.append(failure)
    } catch {
      report.failures.append(
        Failure(
          position: assert.position, question: variables.filled(assert.text),
          expected: "a value to look at",
          actual: "\(error)"))
    }
  }

  /// The query's value after its filters; nil where nothing was found.
  private func find(
    _ query: Query, _ filters: [Filter], _ evidence: Evidence
  ) throws(EvaluationError) -> Value? {
    var value = try query.evaluate(evidence, &variables)
    for filter in filters {
      guard let found = value else { return nil }
      value = try filter.apply(to: found, &variables)
    }
    return value
  }

  /// The body as a whole: JSON compared as JSON, all else byte by byte.
  private func judgeBody(
    _ body: Body, _ expectation: ResponseSpec, _ response: WireResponse, _ report: inout EntryReport
  ) throws {
    var wanted: [UInt8]
    var actual = response.body
    switch body {
    case .json(let template):
      wanted = Array(try variables.fillJSON(template).utf8)
      if let value = try? JSONText.parse(actual) {
        let wantedValue = try JSONText.parse(wanted)
        if value == wantedValue { return }
        // Spaces between do not count, so both are shown without.
        (wanted, actual) = (Array(wantedValue.json.utf8), Array(value.json.utf8))
      }
    case .text(let template, _): wanted = Array(try variables.fill(template).utf8)
    case .bytes(let bytes): wanted = bytes
    case .file(let name): wanted = try builder.file(name, &variables)
    }
    if wanted == actual { return }
    report.failures.append(
      Failure(expectation.position, "body", ShownPair(expected: wanted, actual: actual)))
  }
}
