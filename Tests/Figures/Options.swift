// The command line as a value.

/// What to measure, and how much of it.
nonisolated struct Options {
  /// The figures to measure; none means all.
  var figures: Set<String> = []
  /// How many connections stand idle.
  var connections = 10_000
  /// How many bytes a download and an upload have.
  var bytes = 1_000_000_000
  /// How often the server is started.
  var starts = 41
  /// How many requests a round of load has.
  var requests = 6_400

  /// Something that the command line cannot say.
  struct Misuse: Error, CustomStringConvertible {
    var description: String
  }

  /// Reads `idle load --connections 500`. Throws `Misuse`.
  init(_ arguments: some Sequence<String>, knowing names: [String]) throws {
    var words = Array(arguments)[...]
    while let word = words.popFirst() {
      switch word {
      case "--connections": connections = try Self.count(word, words.popFirst())
      case "--bytes": bytes = try Self.count(word, words.popFirst())
      case "--starts": starts = try Self.count(word, words.popFirst())
      case "--requests": requests = try Self.count(word, words.popFirst())
      case let name where names.contains(name): figures.insert(name)
      default:
        throw Misuse(
          description: """
            there is no "\(word)"; say any of \(names.joined(separator: ", ")), \
            and --connections, --bytes, --starts or --requests with a number
            """)
      }
    }
  }

  private static func count(_ flag: String, _ word: String?) throws -> Int {
    guard let word, let number = Int(word), number > 0 else {
      throw Misuse(description: "\(flag) needs a number above 0, for example \(flag) 50")
    }
    return number
  }
}
