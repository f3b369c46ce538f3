// From the text of a JSONPath to its steps.
//
//     path  = "$" step*
//     step  = "." name | ".*" | ".." (name | "*" | bracket) | bracket
//     bracket = "[" ( index | slice | "*" | 'name' | "name" | list of these | "?(" condition ")" ) "]"

struct JSONPathParser {
  private let characters: [Character]
  private var index = 0

  /// Throws `EvaluationError` with the column in the path.
  static func parse(_ text: String) throws(EvaluationError) -> JSONPath {
    var parser = JSONPathParser(characters: Array(text))
    guard parser.take("$") else { throw parser.error("a path begins with $") }
    var steps: [JSONPath.Step] = []
    while parser.index < parser.characters.count { steps.append(try parser.parseStep()) }
    return JSONPath(steps: steps)
  }

  private init(characters: [Character]) { self.characters = characters }

  private mutating func parseStep() throws(EvaluationError) -> JSONPath.Step {
    if take(".") {
      guard take(".") else { return try parseDotted() }
      return .descend(next == "[" ? try parseBracket() : try parseDotted())
    }
    guard next == "[" else { throw error("a dot or a bracket belongs here") }
    return try parseBracket()
  }

  private mutating func parseDotted() throws(EvaluationError) -> JSONPath.Step {
    if take("*") { return .all }
    let name = takeName()
    guard !name.isEmpty else { throw error("a name is missing") }
    return .name(name)
  }

  private mutating func takeName() -> String {
    var name = ""
    while let next, next.isLetter || next.isNumber || next == "_" || next == "-" {
      name.append(next)
      index += 1
    }
    return name
  }

  private mutating func parseBracket() throws(EvaluationError) -> JSONPath.Step {
    _ = take("[")
    skipSpaces()
    if take("*") { return try close(.all) }
    if take("?") { return try close(.filter(try parseConditions())) }
    var steps = [try parseSelector()]
    while take(",") { steps.append(try parseSelector()) }
    return try close(steps.count == 1 ? steps[0] : .union(steps))
  }

  private mutating func close(_ step: JSONPath.Step) throws(EvaluationError) -> JSONPath.Step {
    skipSpaces()
    guard take("]") else { throw error("] is missing") }
    return step
  }

  /// A name, an index, or a slice.
  private mutating func parseSelector() throws(EvaluationError) -> JSONPath.Step {
    skipSpaces()
    defer { skipSpaces() }
    if next == "'" || next == "\"" { return .name(try parseQuoted()) }
    let from = takeInteger()
    guard take(":") else {
      guard let from else { throw error("a name between quotation marks or an index belongs here") }
      return .index(from)
    }
    return .slice(from: from, to: takeInteger())
  }

  private mutating func takeInteger() -> Int? {
    let start = index
    _ = take("-")
    while next?.isNumber == true { index += 1 }
    guard let number = Int(String(characters[start..<index])) else {
      index = start
      return nil
    }
    return number
  }

  private mutating func parseQuoted() throws(EvaluationError) -> String {
    let quote = characters[index]
    index += 1
    var text = ""
    while let next, next != quote {
      index += 1
      if next == "\\", let escaped = self.next {
        text.append(escaped)
        index += 1
      } else {
        text.append(next)
      }
    }
    guard take(quote) else { throw error("the text is not closed") }
    return text
  }

  /// `(@.role == 'admin' && @.age > 30)`
  private mutating func parseConditions() throws(EvaluationError) -> [JSONPath.Condition] {
    guard take("(") else { throw error("( is missing") }
    var conditions: [JSONPath.Condition] = []
    repeat { conditions.append(try parseCondition()) } while take("&") && take("&")
    guard take(")") else { throw error(") is missing") }
    return conditions
  }

  private mutating func parseCondition() throws(EvaluationError) -> JSONPath.Condition {
    skipSpaces()
    guard take("@") else { throw error("@ is missing") }
    var names: [String] = []
    while take(".") {
      let name = takeName()
      guard !name.isEmpty else { throw error("a name is missing") }
      names.append(name)
    }
    skipSpaces()
    for comparison in ["==", "!=", "<=", ">=", "<", ">"] where take(comparison) {
      skipSpaces()
      let value = try parseValue()
      skipSpaces()
      return JSONPath.Condition(names: names, comparison: comparison, value: value)
    }
    return JSONPath.Condition(names: names)
  }

  private mutating func parseValue() throws(EvaluationError) -> Value {
    if next == "'" || next == "\"" { return .text(try parseQuoted()) }
    var word = ""
    while let next, next.isLetter || next.isNumber || "+-.".contains(next) {
      word.append(next)
      index += 1
    }
    switch word {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    default:
      if let integer = Int64(word) { return .integer(integer) }
      if let number = Double(word) { return .float(number) }
      throw error("a value is missing")
    }
  }

  private var next: Character? { index < characters.count ? characters[index] : nil }

  private mutating func take(_ character: Character) -> Bool {
    guard next == character else { return false }
    index += 1
    return true
  }

  private mutating func take(_ text: String) -> Bool {
    guard characters[index...].starts(with: text) else { return false }
    index += text.count
    return true
  }

  private mutating func skipSpaces() { while next == " " { index += 1 } }

  private func error(_ message: String) -> EvaluationError {
    EvaluationError("JSONPath \"\(String(characters))\": \(message) (column \(index + 1))")
  }
}
