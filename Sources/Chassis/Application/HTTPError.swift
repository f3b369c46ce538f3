// An error that knows its answer. Throw it anywhere; the status goes to the client.

/// An error with a status.
///
/// ```swift
/// guard let user = users.first(where: { $0.id == id }) else {
///   throw HTTPError(404, "User not found")
/// }
/// ```
///
/// Where no `onError` answers otherwise, a 4xx sends its message as text, and a 5xx only its reason phrase: what
/// went wrong inside is nobody's business outside.
///
/// Express: `http-errors`
public nonisolated struct HTTPError: Error, Equatable, CustomStringConvertible {
  /// The status of the answer, 400 to 599. Another one is answered as 500.
  public var status: Int
  /// What is wrong, for the client to read.
  public var message: String
  /// A name that programs can rely on: `entity.too.large`.
  public var code: String?
  /// Fields that the answer must carry: `Allow` on a 405, `WWW-Authenticate` on a 401.
  public var headers: Headers

  /// Describes an error; without a message it says the status's own phrase.
  public init(
    _ status: Int, _ message: String? = nil, code: String? = nil, headers: Headers = [:]
  ) {
    self.status = status
    self.message = message ?? reasonPhrase(for: status)
    self.code = code
    self.headers = headers
  }

  public var description: String { "\(status) \(message)" }
}

extension HTTPError {
  /// Any error as its answer: errors without a status of their own are 500.
  nonisolated init(_ error: any Error) {
    switch error {
    case let error as HTTPError:
      self = (400...599).contains(error.status) ? error : HTTPError(500, error.message)
    case let error as ValidationError:
      self.init(422, error.description, code: "validation.failed")
    case let error as UpgradeError:
      self.init(error.status, error.reason, code: "upgrade.refused")
    case BodyError.tooLarge(let limit):
      self.init(413, "the body is larger than \(limit) bytes", code: "entity.too.large")
    case BodyError.malformed(let reason, let status):
      self.init(status, "the body is malformed: \(reason)", code: "request.size.invalid")
    case BodyError.aborted:
      self.init(400, "the client went away", code: "request.aborted")
    default:
      self.init(500)
    }
  }
}

/// Something the program does wrong, such as calling `next` twice. It always reaches the log, because the message
/// says what to change; the client sees a 500.
nonisolated struct Mistake: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// A place in the program, for example where a route was registered.
nonisolated struct SourceLocation: Sendable, CustomStringConvertible {
  /// Module and file, as `#fileID` has them.
  let file: StaticString
  let line: UInt

  var fileName: Substring { "\(file)".split(separator: "/").last ?? "" }
  var description: String { "\(fileName):\(line)" }
}
