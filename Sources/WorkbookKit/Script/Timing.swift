// Requests that are not simply sent one after the other. Hurl has no word for that, so comments say it:
//
//     # @at-once 50         as many copies of the request at the same time, each over a connection of its own
//     # @meanwhile first    sent while the request before it is being answered; the answer has to come first, or last
//     # @within 2           takes at most twice as long as when it is sent alone, without anything beside it
//     # @restart kill       the program is ended and started again before the request (kill: SIGKILL, term: SIGTERM)
//
// What belongs together is a turn: a request, and those behind it that are sent meanwhile.

/// When a request is sent, and when its answer has to come.
struct Timing: Equatable {
  /// The order of the answers, for a request that is sent while another is being answered.
  enum Order: String { case first, last }

  /// How many copies of the request are sent.
  var copies = 1
  var order: Order?
  /// How many times as long as alone it may take; nil where nobody looks.
  var ratio: Double?
  /// The signal that ends the program before the request.
  var restart: Int32?

  /// As the script names them.
  static let signals: [String: Int32] = ["kill": 9, "term": 15]

  /// Whether the request is simply sent, and its answer waited for.
  var isPlain: Bool { copies == 1 && order == nil && ratio == nil }

  /// What is out of the ordinary, for whoever reads the request alone; empty where nothing is.
  var words: String {
    var words: [String] = []
    if let restart { words.append("after an end by signal \(restart), and a new start") }
    if copies > 1 { words.append("\(copies) at once") }
    if order != nil { words.append("while the one before is being answered") }
    return words.joined(separator: ", ")
  }
}

extension Note {
  /// What the note wants to be told, where it is told something else; nil where all is well.
  var wantedInstead: String? {
    switch kind {
    case .check, .needs: nil
    case .points: Int(value).map { $0 >= 0 } == true ? nil : "a whole number"
    case .atOnce: Int(value).map((2...1_000).contains) == true ? nil : "a number from 2 to 1000"
    case .within: Double(value).map { $0 >= 1 } == true ? nil : "a number from 1 on"
    case .meanwhile: Timing.Order(rawValue: value) == nil ? "first or last" : nil
    case .restart: Timing.signals[value] == nil ? "kill or term" : nil
    }
  }

  /// Whether it says something about a check, and so begins one.
  var isOfCheck: Bool { [.check, .points, .needs].contains(kind) }
}

extension Entry {
  var timing: Timing {
    var timing = Timing()
    for note in notes {
      switch note.kind {
      case .check, .points, .needs: continue
      case .atOnce: timing.copies = Int(note.value) ?? 1
      case .meanwhile: timing.order = Timing.Order(rawValue: note.value)
      case .within: timing.ratio = Double(note.value)
      case .restart: timing.restart = Timing.signals[note.value]
      }
    }
    return timing
  }

  /// The first note of this kind.
  func note(_ kind: Note.Kind) -> Note? { notes.first { $0.kind == kind } }
}

extension Script {
  /// Looks whether notes stand where they make sense.
  ///
  /// Throws `ScriptError` for a request that is sent meanwhile, and has none before it or wants a program started anew.
  func checkNotes() throws {
    for (index, entry) in entries.enumerated() {
      guard let meanwhile = entry.note(.meanwhile) else { continue }
      if index == 0 {
        throw error(
          at: meanwhile, "no request stands before this one; @meanwhile belongs to a later one")
      }
      if let restart = entry.note(.restart) {
        throw error(
          at: restart, "the program is busy with another request; @restart belongs before that one")
      }
    }
  }

  private func error(at note: Note, _ message: String) -> ScriptError {
    ScriptError(file: file, position: note.position, message: message)
  }
}

extension [Entry] {
  /// The same in turns.
  var turns: [[Entry]] {
    reduce(into: []) { turns, entry in
      if entry.timing.order != nil, !turns.isEmpty {
        turns[turns.count - 1].append(entry)
      } else {
        turns.append([entry])
      }
    }
  }

  /// Whether more happens than that a request is sent and its answer waited for.
  var isPlain: Bool { count == 1 && self[0].timing.isPlain }
}
