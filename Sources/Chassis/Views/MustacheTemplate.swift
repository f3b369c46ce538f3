// A template as a plain value: what is written, in order, and what stands inside what.

extension Mustache {
  /// A template that has been read.
  public nonisolated struct Template: Sendable {
    let file: String
    /// As it was read, for messages.
    let text: [UInt8]
    let nodes: [Node]
  }

  nonisolated enum Node: Sendable, Equatable {
    case text(Text)
    case variable(Name, isEscaped: Bool, offset: Int)
    case section(Section)
    case partial(Insertion)
    /// A partial whose blocks are replaced.
    case parent(Insertion, arguments: [String: Block])
    /// What may be replaced, and what stands there otherwise.
    case block(Block)
  }

  /// Text as it is written out.
  nonisolated struct Text: Sendable, Equatable {
    var bytes: [UInt8] = []
    /// Before which bytes a line of the template begins: there an indented partial is indented. The number of bytes
    /// itself, where a line begins with the tag that follows. Empty lines are left out, and stay empty.
    var lineStarts: [Int] = []
  }

  /// `a.b.c`; no parts at all are ".", the value at hand.
  nonisolated struct Name: Sendable, Equatable {
    let parts: [String]
  }

  nonisolated struct Section: Sendable, Equatable {
    let name: Name
    let isInverted: Bool
    var children: [Node]
    let offset: Int
  }

  /// Where another template comes in.
  nonisolated struct Insertion: Sendable, Equatable {
    enum Target: Sendable, Equatable {
      case named(String)
      /// The name is a value.
      case dynamic(Name)
    }
    let target: Target
    /// What stands before each of its lines; nil where it is in the middle of one, and so is not indented at all.
    var indentation: [UInt8]?
    let offset: Int
  }

  nonisolated struct Block: Sendable, Equatable {
    let name: String
    var children: [Node]
    /// Whether its content begins on a line of its own.
    let beginsLine: Bool
    /// What stands before each line of what replaces its content.
    var indentation: [UInt8]
    let offset: Int
  }
}
