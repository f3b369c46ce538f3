// What replaces a block loses the spaces before all its lines, and gets those of its new place:
//
//     page                       layout                    result
//     {{$content}}               <main>                    <main>
//         <h1>Users</h1>           {{$content}}              <h1>Users</h1>
//     {{/content}}                 {{/content}}            </main>
//                                </main>
//
// The first happens here, once; the second when the page is rendered.

extension Mustache.Block {
  /// A block as an argument of a parent.
  nonisolated func withoutIndentation() -> Mustache.Block {
    guard beginsLine, let spaces = children.commonIndentation, !spaces.isEmpty else { return self }
    var block = self
    block.children = children.map { $0.unindented(spaces.count) }
    return block
  }
}

extension [Mustache.Node] {
  /// The spaces with which all their lines begin; nil where there are no lines.
  nonisolated var commonIndentation: [UInt8]? {
    var common: ArraySlice<UInt8>?
    for node in self {
      for spaces in node.indentations {
        common = common.map { $0.prefix(sharedCount($0, spaces)) } ?? spaces
      }
    }
    return common.map { [UInt8]($0) }
  }

  private nonisolated func sharedCount(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int
  {
    zip(left, right).prefix { $0 == $1 }.count
  }
}

extension Mustache.Node {
  /// The spaces before each line that begins in it.
  fileprivate nonisolated var indentations: [ArraySlice<UInt8>] {
    switch self {
    case .text(let text):
      return text.lineStarts.map { start in
        text.bytes[start...].prefix { $0 == 32 || $0 == 9 }
      }
    case .variable: return []
    case .section(let section): return section.children.commonIndentation.map { [$0[...]] } ?? []
    case .partial(let insertion), .parent(let insertion, _):
      return insertion.indentation.map { [$0[...]] } ?? []
    case .block(let block):
      if let common = block.children.commonIndentation { return [common[...]] }
      return block.beginsLine ? [block.indentation[...]] : []
    }
  }

  /// With so many spaces less before each line that begins in it.
  fileprivate nonisolated func unindented(_ count: Int) -> Mustache.Node {
    switch self {
    case .text(let text): return .text(text.unindented(count))
    case .variable: return self
    case .section(var section):
      section.children = section.children.map { $0.unindented(count) }
      return .section(section)
    case .partial(var insertion):
      insertion.indentation = insertion.indentation.map { Array($0.dropFirst(count)) }
      return .partial(insertion)
    case .parent(var insertion, let arguments):
      insertion.indentation = insertion.indentation.map { Array($0.dropFirst(count)) }
      return .parent(insertion, arguments: arguments)
    case .block(var block):
      block.children = block.children.map { $0.unindented(count) }
      block.indentation = Array(block.indentation.dropFirst(count))
      return .block(block)
    }
  }
}

extension Mustache.Text {
  fileprivate nonisolated func unindented(_ count: Int) -> Mustache.Text {
    var text = Mustache.Text()
    text.bytes.reserveCapacity(bytes.count)
    var copied = 0
    for start in lineStarts {
      text.bytes += bytes[copied..<start]
      text.lineStarts.append(text.bytes.count)
      copied = start + bytes[start...].prefix(count).prefix { $0 == 32 || $0 == 9 }.count
    }
    text.bytes += bytes[copied...]
    return text
  }
}
