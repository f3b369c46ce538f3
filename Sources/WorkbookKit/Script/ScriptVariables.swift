// The variables of a run: given ones, captured ones, and random ones that a seed makes repeatable.

/// Numbers that look random and are the same for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Names and values, and the functions that templates may call.
///
/// Besides what a script captures there are `random`, a number of six digits, and `randomName`, a short word: drawn once a
/// run, so that a request and the expectation of its answer agree, and a server cannot know them beforehand.
public struct ScriptVariables: Sendable {
  private var values: [String: Value]
  private var generator: SeededGenerator
  /// What the random values were drawn from.
  public let seed: UInt64

  public init(seed: UInt64, _ values: [String: Value] = [:]) {
    self.seed = seed
    generator = SeededGenerator(seed: seed)
    self.values = values
    self.values["random"] = .integer(Int64.random(in: 100_000...999_999, using: &generator))
    let letters = (0..<8).map { _ in
      Character(Unicode.Scalar(UInt8.random(in: 97...122, using: &generator)))
    }
    self.values["randomName"] = .text(String(letters))
  }

  public subscript(name: String) -> Value? {
    get { values[name] }
    set { values[name] = newValue }
  }

  /// The template's text, with every place filled.
  ///
  /// Throws `EvaluationError` for a name that nothing has set, and where the text becomes too long.
  mutating func fill(_ template: Template) throws(EvaluationError) -> String {
    var text = ""
    for part in template.parts {
      switch part {
      case .text(let plain): text += plain
      case .placeholder(let name, _): try Self.add(value(of: name).written, to: &text)
      }
    }
    return text
  }

  /// The text of a JSON template: what is filled into a text between quotation marks is escaped, so that it stays one.
  mutating func fillJSON(_ template: Template) throws(EvaluationError) -> String {
    var json = ""
    var isInText = false
    for part in template.parts {
      switch part {
      case .text(let plain):
        json += plain
        // A quotation mark behind a backslash ends nothing.
        var isEscaped = false
        for character in plain.utf8 {
          if character == UInt8(ascii: "\""), !isEscaped { isInText.toggle() }
          isEscaped = character == UInt8(ascii: "\\") && !isEscaped
        }
      case .placeholder(let name, _):
        let written = try value(of: name).written
        try Self.add(
          isInText ? String(Value.text(written).json.dropFirst().dropLast()) : written, to: &json)
      }
    }
    return json
  }

  /// Bytes that a text may have in which something was filled in: 64 KiB. Variables that are made of variables would else
  /// double until the memory is full.
  private static let limit = 65_536

  private static func add(_ value: String, to text: inout String) throws(EvaluationError) {
    guard text.utf8.count + value.utf8.count <= limit else {
      throw EvaluationError("with its variables filled in this has more than 64 KiB")
    }
    text += value
  }

  /// What a variable holds.
  mutating func value(of name: String) throws(EvaluationError) -> Value {
    if let value = values[name] { return value }
    if name == "newUuid" { return .text(newUuid()) }
    if name == "newDate" { return .text(newDate()) }
    let meant = suggestion(for: name, among: values.keys.sorted() + ["newUuid", "newDate"])
    throw EvaluationError("the variable \"\(name)\" has no value\(meant)")
  }

  /// A random moment of the years 2020 to 2029, from the seed: what a clock says would not be the same again.
  private mutating func newDate() -> String {
    let milliseconds = Int64.random(
      in: 1_577_836_800_000..<1_893_456_000_000, using: &generator)
    return isoDate(Double(milliseconds) / 1_000)
  }

  /// A random UUID of version 4, from the seed.
  private mutating func newUuid() -> String {
    var bytes = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    let digits = Array(hexadecimal(bytes))
    return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(
      separator: "-")
  }
}
