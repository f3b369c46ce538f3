// What came of a script: for each request what was sent, what came back, and what was not as expected.

/// One thing that is not as the script expects it.
public struct Failure: Codable, Sendable, Equatable {
  /// Where the script asks for it.
  public var position: Position
  /// What was asked, as it stands in the script.
  public var question: String
  public var expected: String
  public var actual: String
  /// Where texts are compared: how many Unicode scalars of `actual` stand before the first that is not as expected.
  public var firstDifference: Int?
  /// What is to be said at that place.
  public var mark: String?
  /// The answer's body by lines, where the question is about a part of it or what was made of it.
  public var body: [String]?

  public init(
    position: Position, question: String, expected: String, actual: String,
    firstDifference: Int? = nil, mark: String? = nil, body: [String]? = nil
  ) {
    self.position = position
    self.question = question
    self.expected = expected
    self.actual = actual
    self.firstDifference = firstDifference
    self.mark = mark
    self.body = body
  }

  /// Two texts that should be the same.
  init(_ position: Position, _ question: String, _ pair: ShownPair) {
    self.init(
      position: position, question: question, expected: pair.expected, actual: pair.actual,
      firstDifference: pair.firstDifference)
  }
}

/// How long a request took by itself, and how long among others.
public struct Pace: Sendable, Equatable {
  /// Nil where it was not sent alone.
  public var alone: Duration?
  public var taken: Duration

  public var ratio: Double? { alone.map { taken / $0 } }

  /// `1.4 times as long as alone (101 ms, then 141 ms)`, or `141 ms` where there is nothing to compare with.
  public var words: String {
    guard let alone, let ratio else { return taken.shown }
    let tenths = (ratio * 10).rounded() / 10
    return "\(tenths) times as long as alone (\(alone.shown), then \(taken.shown))"
  }
}

extension Duration {
  /// `141 ms`, and in tenths where it is short: `0.4 ms`.
  fileprivate var shown: String {
    let milliseconds = self / .milliseconds(1)
    return milliseconds < 10
      ? "\((milliseconds * 10).rounded() / 10) ms" : "\(Int(milliseconds.rounded())) ms"
  }
}

/// What came of a request that was sent many times at once; one of the answers stands for all of them.
public struct Copies: Sendable, Equatable {
  /// How many were sent.
  public var sent: Int
  /// How many answers were wrong, and how many of these in the way of the one that is shown.
  public var wrong: Int
  public var alike: Int

  /// `5 answered like this, 2 wrong in another way, 1 as it should be`
  public var words: String {
    if alike == sent { return "all answered like this" }
    let counts = [
      (alike, "answered like this"), (wrong - alike, "wrong in another way"),
      (sent - wrong, "as it should be"),
    ]
    return counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }
}

/// What came of one request.
public struct EntryReport: Sendable, Equatable {
  public var entry: Entry
  public var wasSkipped = false
  /// What was sent; nil if it could not be put together.
  public var request: WireRequest?
  /// The answer; nil if none came.
  public var response: WireResponse?
  /// Why no answer came, where the server is the reason.
  public var wireError: WireError?
  public var failures: [Failure] = []
  /// For a request that was sent many times at once: what came of the others.
  public var copies: Copies?
  /// For a request that was sent among others: how long that took, and how long alone.
  public var pace: Pace?

  /// Whether everything was as expected.
  public var isFine: Bool { failures.isEmpty }

  init(entry: Entry) { self.entry = entry }
}
