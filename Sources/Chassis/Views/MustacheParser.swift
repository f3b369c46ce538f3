// Builds the tree: what stands between a tag that opens and the one that closes becomes its children. No recursion: the
// tags that are open wait in a stack, and so no template can exhaust the thread's.

nonisolated struct MustacheParser {
  private typealias Tag = MustacheScanner.Tag

  /// A tag that waits for the one that closes it, and where in `nodes` what stands inside begins.
  private struct Open {
    let tag: Tag
    let placement: MustachePlacement
    let start: Int
  }

  /// In one template. Partials may go deeper.
  private static let maximumNesting = 100

  private let bytes: [UInt8]
  private let file: String
  private var open: [Open] = []
  /// What stands outside all tags, then what stands in the first that is open, and so on.
  private var nodes: [Mustache.Node] = []
  /// What has been read since the last tag.
  private var text = Mustache.Text()

  init(_ bytes: [UInt8], _ file: String) {
    self.bytes = bytes
    self.file = file
  }

  mutating func parse(_ pieces: [MustachePiece]) throws(TemplateError) -> [Mustache.Node] {
    for piece in pieces {
      switch piece {
      case .text(let range, let startsLine): append(bytes[range], startsLine: startsLine)
      case .tag(let tag, let placement):
        if placement.startsLine { append([], startsLine: true) }
        endText()
        try append(tag, placement)
      }
    }
    endText()
    guard let last = open.last?.tag else { return nodes }
    throw failure(
      last.offset, "\(text(last)) is never closed", "write \(closing(last)) where it ends")
  }

  private mutating func append(_ more: ArraySlice<UInt8>, startsLine: Bool) {
    if startsLine { text.lineStarts.append(text.bytes.count) }
    text.bytes += more
  }

  /// The text ends where a tag comes.
  private mutating func endText() {
    guard text != Mustache.Text() else { return }
    nodes.append(.text(text))
    text = Mustache.Text()
  }

  private mutating func append(_ tag: Tag, _ placement: MustachePlacement) throws(TemplateError) {
    switch tag.sign {
    case .comment, .delimiters: break
    case .variable, .raw:
      let isEscaped = tag.sign == .variable
      nodes.append(.variable(Mustache.Name(tag.name), isEscaped: isEscaped, offset: tag.offset))
    case .partial: nodes.append(.partial(insertion(tag, placement)))
    case .section, .inverted, .parent, .block:
      guard open.count < Self.maximumNesting else {
        throw failure(
          tag.offset, "nested deeper than \(Self.maximumNesting)", "move a part into a partial")
      }
      open.append(Open(tag: tag, placement: placement, start: nodes.count))
    case .close: try close(tag)
    }
  }

  private mutating func close(_ tag: Tag) throws(TemplateError) {
    guard let last = open.last else {
      throw failure(
        tag.offset, "\(text(tag)) closes nothing", "remove it, or open it where it begins")
    }
    guard last.tag.name == tag.name else {
      throw failure(
        tag.offset, "\(text(tag)) stands where \(closing(last.tag)) is due",
        "\(text(last.tag)) was opened in line \(line(last.tag.offset))")
    }
    open.removeLast()
    let children = Array(nodes[last.start...])
    nodes.removeSubrange(last.start...)
    nodes.append(node(last, children: children))
  }

  private func node(_ open: Open, children: [Mustache.Node]) -> Mustache.Node {
    let tag = open.tag
    switch tag.sign {
    case .parent:
      return .parent(insertion(tag, open.placement), arguments: arguments(among: children))
    case .block:
      return .block(block(open, children))
    default:
      return .section(
        Mustache.Section(
          name: Mustache.Name(tag.name), isInverted: tag.sign == .inverted, children: children,
          offset: tag.offset))
    }
  }

  /// Of what stands in a parent only its blocks count.
  private func arguments(among children: [Mustache.Node]) -> [String: Mustache.Block] {
    children.reduce(into: [:]) { arguments, node in
      guard case .block(let block) = node else { return }
      arguments[block.name] = block.withoutIndentation()
    }
  }

  private func block(_ open: Open, _ children: [Mustache.Node]) -> Mustache.Block {
    let beginsLine = open.placement.isAlone
    let spaces = open.placement.indentation.map { Array(bytes[$0]) } ?? []
    return Mustache.Block(
      name: open.tag.name, children: children, beginsLine: beginsLine,
      indentation: beginsLine ? children.commonIndentation ?? spaces : spaces,
      offset: open.tag.offset)
  }

  private func insertion(_ tag: Tag, _ placement: MustachePlacement) -> Mustache.Insertion {
    Mustache.Insertion(
      target: tag.name.utf8.first == UInt8(ascii: "*")
        ? .dynamic(Mustache.Name(String(tag.name.dropFirst()))) : .named(tag.name),
      indentation: placement.isAlone ? placement.indentation.map { Array(bytes[$0]) } : nil,
      offset: tag.offset)
  }

  // MARK: Messages

  /// A tag as it is written.
  private func text(_ tag: Tag) -> String { String(decoding: bytes[tag.range], as: UTF8.self) }

  /// The tag that would close one: as it is written, with another sign.
  private func closing(_ tag: Tag) -> String {
    let written = bytes[tag.range]
    let signs = Array("#^<$".utf8)
    guard let sign = written.firstIndex(where: { signs.contains($0) }) else {
      return "/" + tag.name
    }
    return String(
      decoding: written[..<sign] + [UInt8(ascii: "/")] + written[(sign + 1)...], as: UTF8.self)
  }

  private func line(_ offset: Int) -> Int { bytes[..<offset].count { $0 == 10 } + 1 }

  private func failure(_ offset: Int, _ reason: String, _ hint: String) -> TemplateError {
    TemplateError(file: file, text: bytes, offset: offset, reason: reason, hint: hint)
  }
}

extension Mustache.Name {
  nonisolated init(_ text: String) {
    parts =
      text == "."
      ? []
      : text.utf8.split(
        separator: UInt8(ascii: "."), omittingEmptySubsequences: false
      ).map { String(decoding: $0, as: UTF8.self) }
  }
}
