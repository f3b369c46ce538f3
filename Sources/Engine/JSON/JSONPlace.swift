// Where in a tree a reading stands. Its last step is put to the way before it only when somebody asks: nearly always nobody
// does, because nothing is wrong.

nonisolated struct JSONPlace {
  enum Step {
    case name(String)
    case index(Int)
  }

  private let way: [any CodingKey]
  private let last: Step?

  /// The whole text.
  static let root = JSONPlace(way: [], last: nil)

  /// A step below a container.
  static func below(_ way: [any CodingKey], _ step: Step) -> JSONPlace {
    JSONPlace(way: way, last: step)
  }

  var path: [any CodingKey] {
    switch last {
    case .name(let name): way + [JSONName(name)]
    case .index(let index): way + [JSONIndex(index)]
    case nil: way
    }
  }
}
