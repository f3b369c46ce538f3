// What is read, and how: the same for every value of one reading, so that a value needs to know no more than its place.
//
// That a reading goes on behind a mistake is a trick. A type reads its fields itself, one after the other, and stops where
// one throws. So nothing is thrown: the mistake is noted, and the type is given something that stands in for what it
// asked for, as 0 or "". What it makes of that is of no use as a value, but on the way it has asked for all of its fields.

nonisolated final class JSONReading {
  let tape: JSONTape
  /// Whether text counts as what it spells.
  let readsText: Bool
  /// Where mistakes are noted; nil where the first one ends the reading.
  let mistakes: JSONMistakes?

  init(_ tape: JSONTape, readsText: Bool, mistakes: JSONMistakes? = nil) {
    self.tape = tape
    self.readsText = readsText
    self.mistakes = mistakes
  }

  /// The whole text, to be read as a type.
  var whole: JSONDecoding { JSONDecoding(self, .part(JSONTape.root)) }

  /// For what stands in for something missing: mistakes in there are none.
  var unheard: JSONReading { JSONReading(tape, readsText: readsText, mistakes: JSONMistakes()) }

  /// For what may be tried: its first mistake ends it.
  var strict: JSONReading { JSONReading(tape, readsText: readsText) }

  /// The steps from the whole to a place.
  func path(to place: JSONPlace) -> [any CodingKey] {
    switch place {
    case .part(let index): tape.path(to: index)
    case .missing(let step, let below): path(to: below) + [step]
    }
  }
}

/// Where a reading stands: at a part, or at something that the type asks for and the text does not have.
nonisolated enum JSONPlace {
  case part(Int)
  indirect case missing(any CodingKey, below: JSONPlace)

  /// How far it is from here to something that is there.
  var stepsMissing: Int {
    var (steps, place) = (0, self)
    while case .missing(_, let below) = place { (steps, place) = (steps + 1, below) }
    return steps
  }
}

/// The mistakes of one reading, one for each place.
nonisolated final class JSONMistakes {
  private(set) var all: [JSONError] = []
  private var places: Set<String> = []
  var isFull: Bool { all.count >= 100 }

  func note(_ mistake: @autoclosure () -> JSONError) {
    guard !isFull else { return }
    let mistake = mistake()
    if places.insert(mistake.place).inserted { all.append(mistake) }
  }
}

/// Nothing can stand in for a part; the mistake has been noted.
nonisolated struct JSONCannotGoOn: Error {}

/// What may be empty can stand in for itself.
private nonisolated protocol Emptiable { init() }
extension Array: Emptiable {}
extension Set: Emptiable {}
extension Dictionary: Emptiable {}

/// Something of a type, whatever it is; nil where nothing is known.
nonisolated func standIn<Value>(for type: Value.Type) -> Value? {
  switch type {
  case let type as any ExpressibleByNilLiteral.Type: type.init(nilLiteral: ()) as? Value
  case let type as any Emptiable.Type: type.init() as? Value
  case let type as any CaseIterable.Type: type.firstCase as? Value
  default: nil
  }
}

/// `one of "admin", "user"` for an enum whose cases are known; nil for other types.
nonisolated func readableCases(of type: Any.Type) -> String? {
  guard let type = type as? any (CaseIterable & RawRepresentable).Type else { return nil }
  return type.readableCases
}

extension CaseIterable {
  fileprivate nonisolated static var firstCase: Self? { allCases.first }
}

extension CaseIterable where Self: RawRepresentable {
  fileprivate nonisolated static var readableCases: String {
    let values = allCases.prefix(20).map { value in
      (value.rawValue as? String).map { "\"\($0)\"" } ?? "\(value.rawValue)"
    }
    return "one of " + values.joined(separator: ", ") + (allCases.count > 20 ? ", …" : "")
  }
}
