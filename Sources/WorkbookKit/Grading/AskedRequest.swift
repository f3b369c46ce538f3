// A request that was sent, made into what a student can send again: a command alone in its line, because whoever copies the
// line pastes all of it, and below it what the command does not say.

import Engine

extension Mistake {
  /// Letters that a line for curl may have before it is shortened.
  private static let curlLimit = 400

  /// - Parameter others: what came of the requests that went before it.
  static func request(
    of report: EntryReport, after others: ArraySlice<EntryReport>
  ) -> AskedRequest {
    guard let request = report.request else {
      return AskedRequest(curl: "(the request could not be put together)")
    }
    let line = curlLine(request.addressed(toPort: 3000), limit: curlLimit)
    var notes = line.bytesLeftOut > 0 ? ["shortened: \(line.bytesLeftOut) bytes are left out"] : []
    notes += [report.timingWords].filter { !$0.isEmpty }
    notes += report.entry.request.variables.compactMap { name in
      others.last { $0.entry.captures(name) }.map { giver in
        "`\(name)` was taken from the answer to the request on line "
          + "\(giver.entry.request.position.line): ask that first, and put in yours"
      }
    }
    return AskedRequest(curl: line.text, notes: notes)
  }
}

extension EntryReport {
  /// How it was sent, where that was out of the ordinary, and what came of its copies.
  fileprivate var timingWords: String {
    [entry.timing.words, copies?.words ?? ""].filter { !$0.isEmpty }.joined(separator: ": ")
  }
}

extension Entry {
  fileprivate func captures(_ name: String) -> Bool {
    response?.captures.contains { $0.name == name } ?? false
  }
}

extension RequestSpec {
  /// The variables that it is made of, each once.
  fileprivate var variables: [String] {
    let fields = headers + query + form + cookies + (basicAuth.map { [$0] } ?? [])
    let texts = [url] + fields.flatMap { [$0.name, $0.value] } + (body?.templates ?? [])
    return texts.flatMap(\.parts).reduce(into: []) { names, part in
      if case .placeholder(let name, _) = part, !names.contains(name) { names.append(name) }
    }
  }
}

extension Body {
  fileprivate var templates: [Template] {
    switch self {
    case .json(let text), .text(let text, _), .file(let text): [text]
    case .bytes: []
    }
  }
}

extension WireRequest {
  /// The same request to another port of this machine: where a student's own server will be.
  fileprivate func addressed(toPort port: Int) -> WireRequest {
    var request = self
    request.url = url.replacing(/^http:\/\/127\.0\.0\.1:\d+/, with: "http://127.0.0.1:\(port)")
    let authority = (try? URLParts(url))?.authority
    for index in fields.indices
    where fields[index].name.lowercased() == "host" && fields[index].value == authority {
      request.fields[index].value = (try? URLParts(request.url))?.authority ?? fields[index].value
    }
    return request
  }
}
