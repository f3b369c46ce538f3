// What becomes of a mistake: it ends the reading, or it is noted and something stands in for what was asked for.

nonisolated extension JSONDecoding {
  /// Ends the reading with a mistake, or notes it where the reading is to go on.
  func note(_ mistake: @autoclosure () -> JSONError) throws {
    guard let mistakes = reading.mistakes else { throw mistake() }
    // Only a type that holds itself without end gets so deep, with what stands in for it.
    guard place.stepsMissing <= JSON.maximumDepth else { throw JSONCannotGoOn() }
    mistakes.note(mistake())
  }

  /// Notes a mistake, and gives what stands in.
  func goOn<Value>(
    with standIn: Value, _ mistake: @autoclosure () -> JSONError
  ) throws -> Value {
    try note(mistake())
    return standIn
  }

  func expected(_ what: String, _ reason: String? = nil) -> JSONError {
    guard let part else {
      return JSONError("is missing", at: codingPath, expected: what, found: "nothing")
    }
    let shown = shown ?? "nothing"
    let kind = reading.readsText ? shown : part.kind
    return JSONError(
      reason ?? "expected \(what), found \(kind)", at: codingPath, expected: what, found: shown)
  }

  /// What is here, for messages.
  private var shown: String? {
    switch (part, place) {
    case (.array, _): "an array"
    case (.object, _): "an object"
    case (_, .part(let index)): reading.tape.value(at: index).shown
    case (_, .missing): nil
    }
  }

  /// A type's own code found a mistake, or could not go on behind one.
  @inline(never)
  func goOn<Value>(behind error: any Error) throws -> Value {
    if let error = error as? DecodingError {
      let mistake = JSONError(error, found: shown)
      guard let mistakes = reading.mistakes else { throw mistake }
      mistakes.note(mistake)
    } else if !(error is JSONCannotGoOn) {
      throw error
    }
    guard let value = standIn(for: Value.self) else { throw JSONCannotGoOn() }
    return value
  }
}

extension JSONTape.Part {
  /// What this is, for messages.
  fileprivate nonisolated var kind: String {
    switch self {
    case .null: "null"
    case .bool(let bool): String(bool)
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

extension JSONError {
  /// What the decoding code of a type itself reports, in our words.
  fileprivate nonisolated init(_ error: DecodingError, found: String?) {
    switch error {
    case .keyNotFound(let key, let context):
      self.init(
        "is missing", at: context.codingPath + [JSONName(key.stringValue)], found: "nothing")
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      self.init(
        context.debugDescription, at: context.codingPath, found: found)
    @unknown default:
      self.init("\(error)")
    }
  }
}
