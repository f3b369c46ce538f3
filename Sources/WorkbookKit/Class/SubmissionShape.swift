// What is left of a submission when names, spaces and comments no longer count: two that have the same shape say the
// same, however they were renamed and formatted.
//
//     let port = 3000 // mine        let 1 = 3000
//     let number=3000                let 1 = 3000
//
// Equal shapes prove nothing. A short exercise has few solutions, and an honest class finds the same ones.

import Foundation

/// The fingerprint of a submission's shape.
enum SubmissionShape {
  /// The shape of a program's files.
  static func of(swift texts: [String]) -> String {
    var numbers: [String: Int] = [:]
    var words: [String] = []
    for token in texts.flatMap(SwiftTokenizer.tokens) {
      switch token.kind {
      case .space, .comment: continue
      // At the end of a line it may stand or not.
      case .punctuation where token.text == ";": continue
      default: break
      }
      if token.isName {
        let number = numbers[token.text] ?? numbers.count + 1
        numbers[token.text] = number
        words.append("name \(number)")
      } else {
        words.append(token.text)
      }
    }
    return Fingerprint(words.map { Data($0.utf8) }).description
  }

  /// The shape of requests: their lines without comments and the spaces around them.
  static func of(requests text: String) -> String {
    let lines = textLines(text).map(trimmedBytes).filter {
      !$0.isEmpty && $0[0] != UInt8(ascii: "#")
    }
    return Fingerprint(lines.map { Data($0) }).description
  }
}
