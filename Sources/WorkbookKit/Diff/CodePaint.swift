// How code looks in a terminal: its own colours, and above these what became of the line.

/// A piece of a line and the terminal's code for how it looks.
struct PaintedPiece: Equatable {
  var text: String
  /// `1;31`; empty for text that looks like any other.
  var code = ""
}

extension DiffCell {
  /// What stands beside the line's number; it says without colours what became of the line.
  func sign(isLeft: Bool) -> String {
    switch mark {
    case .same: " "
    case .renamed: "="
    case .changed: "~"
    case .only: isLeft ? "-" : "+"
    case .moved: ">"
    }
  }

  /// The line's pieces, with their colours: those of Swift where both sides have the line, else those of the side, in
  /// which keywords stand out and comments stand back.
  func painted(isLeft: Bool) -> [PaintedPiece] {
    line.tokens.enumerated().map { index, token in
      let isChanged = changed.contains(index)
      let code =
        switch mark {
        case .only, .moved: sideCode(isLeft: isLeft) + token.kind.emphasis
        case .changed where isChanged: "\(sideCode(isLeft: isLeft));1;4"
        case .renamed where isChanged: "4"
        case .same, .changed, .renamed: token.kind.code
        }
      return PaintedPiece(text: shownCode(token.text), code: code)
    }
  }

  /// The colour of what only this side has: red and green, and for what moved those that Git takes.
  func sideCode(isLeft: Bool) -> String {
    switch mark {
    case .same: ""
    case .renamed: "2"
    case .changed, .only: isLeft ? "31" : "32"
    case .moved: isLeft ? "35" : "36"
    }
  }
}

extension SwiftToken.Kind {
  fileprivate var code: String {
    switch self {
    case .comment: "2"
    case .keyword, .attribute, .directive: "35"
    case .type: "36"
    case .text, .number: "33"
    case .space, .identifier, .operator, .punctuation, .unknown: ""
    }
  }

  /// What is added to a colour.
  fileprivate var emphasis: String {
    switch self {
    case .keyword, .attribute, .directive: ";1"
    case .comment: ";2"
    case .space, .identifier, .operator, .punctuation, .unknown, .type, .text, .number: ""
    }
  }
}

extension Style {
  func painted(_ pieces: [PaintedPiece]) -> String {
    pieces.map { piece in
      isColoured && !piece.code.isEmpty && !piece.text.isEmpty
        ? "\u{1B}[\(piece.code)m\(piece.text)\u{1B}[0m" : piece.text
    }.joined()
  }
}

extension [PaintedPiece] {
  var displayWidth: Int { reduce(0) { $0 + $1.text.displayWidth } }

  /// The pieces in lines of at most so many columns, broken at spaces where they are near, else between pieces, else
  /// anywhere. What goes on below is indented a little further than the line.
  func lines(of width: Int) -> [[PaintedPiece]] {
    guard displayWidth > width else { return [self] }
    let indentation = first.map { $0.text.allSatisfy { $0 == " " } ? $0.text.count : 0 } ?? 0
    let margin = PaintedPiece(
      text: String(repeating: " ", count: Swift.min(indentation + 2, width / 3)))
    var lines: [[PaintedPiece]] = []
    var line: [PaintedPiece] = []
    var used = 0
    func goOnBelow(with rest: [PaintedPiece]) {
      lines.append(line)
      line = [margin] + rest
      used = line.displayWidth
    }
    for piece in self {
      let needed = piece.text.displayWidth
      if used + needed <= width {
        line.append(piece)
        used += needed
        continue
      }
      if let space = line.dropFirst().lastIndex(where: { $0.text == " " }) {
        let rest = Array(line[(space + 1)...])
        if rest.displayWidth + needed <= width - margin.text.count {
          line = Array(line[..<space])
          goOnBelow(with: rest + [piece])
          continue
        }
      }
      if needed <= width - margin.text.count {
        goOnBelow(with: piece.text == " " ? [] : [piece])
        continue
      }
      for character in piece.text {
        if used + String(character).displayWidth > width { goOnBelow(with: []) }
        line.append(PaintedPiece(text: String(character), code: piece.code))
        used += String(character).displayWidth
      }
    }
    return lines + [line]
  }
}
