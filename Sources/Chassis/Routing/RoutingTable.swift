// Which of a router's layers may match a path, without looking at the others: 1,000 routes cost what 10 do.
//
// The table is a tree with a node for each segment that patterns begin with:
//
//     /users        0      (root) ── users ── exact 0, open 3
//     /users/:id    1                  ├── :  ── exact 1
//     /users/new    2                  └── new ── exact 2
//     use /users    3
//
// Text before a name within a segment ("/item-:id") has a child of its own; only those that begin with a name and go on
// in their segment ("/:from-:to") are looked at one by one.
//
// A path walks down by its segments, both to the child of that text and to the child for any segment, and collects
// at each node what is `open` (whatever follows: `use`, wildcards, names that share a segment with text) and at the
// last what is `exact`. The tree only says where a look is worth it; PathMatcher decides. Declaration order decides
// between layers, so the walk asks for the first layer not before a given one.

nonisolated struct RoutingTable {
  private struct Node {
    /// Children by the hash of their segment's text. Two texts may share a hash: then one look is wasted.
    var literals = Children()
    /// Children by the hash of the text with which a segment begins, before its first name.
    var beginnings = Children()
    /// The child for a segment of any text.
    var any: Int?
    /// Layers whose pattern ends here, in order.
    var exact: [Int] = []
    /// Layers that may match whatever follows, in order.
    var open: [Int] = []
  }

  /// Nodes by hashes, in the order of the hashes. Found by halving, which costs a third of a dictionary's own hash.
  fileprivate struct Children {
    private var hashes: [UInt64] = []
    private var nodes: [Int] = []

    subscript(hash: UInt64) -> Int? {
      let place = hashes.place(of: hash)
      return place < hashes.count && hashes[place] == hash ? nodes[place] : nil
    }

    mutating func insert(_ node: Int, _ hash: UInt64) {
      let place = hashes.place(of: hash)
      hashes.insert(hash, at: place)
      nodes.insert(node, at: place)
    }
  }

  private var nodes = [Node()]
  private let caseSensitive: Bool

  init(caseSensitive: Bool) { self.caseSensitive = caseSensitive }

  /// Adds a layer. Layers are added in their order.
  mutating func insert(_ layer: Int, _ matcher: PathMatcher) {
    for alternative in matcher.alternatives {
      insert(layer, alternative.tokens, isPrefix: matcher.rules.isPrefix)
    }
  }

  /// The first layer from `start` on that may match a path, its query cut off.
  ///
  /// - Complexity: in proportion to the path's length, not to the number of layers.
  func first(from start: Int, for path: [UInt8]) -> Int? {
    var best = Int.max
    search(0, path, 0, start, &best)
    return best == Int.max ? nil : best
  }

  private func search(
    _ node: Int, _ path: [UInt8], _ position: Int, _ start: Int, _ best: inout Int
  ) {
    nodes[node].open.takeFirst(from: start, &best)
    let isEnd = position >= path.count
    if isEnd || (position == path.count - 1 && path[position] == slash) {
      nodes[node].exact.takeFirst(from: start, &best)
    }
    guard !isEnd, path[position] == slash else { return }
    var end = position + 1
    var hash = SegmentHash(caseSensitive: caseSensitive)
    while end < path.count, path[end] != slash {
      hash.combine(path[end])
      end += 1
      if let child = nodes[node].beginnings[hash.value] {
        nodes[child].open.takeFirst(from: start, &best)
      }
    }
    if let child = nodes[node].literals[hash.value] { search(child, path, end, start, &best) }
    if end > position + 1, let child = nodes[node].any { search(child, path, end, start, &best) }
  }

  // MARK: Building

  private mutating func insert(_ layer: Int, _ tokens: [PathPattern.Token], isPrefix: Bool) {
    var node = 0
    for segment in Self.segments(of: tokens) {
      switch segment {
      case .literal(let text): node = child(of: node, text, in: \.literals)
      case .any: node = anyChild(of: node)
      case .mixed(let beginning):
        if !beginning.isEmpty { node = child(of: node, beginning, in: \.beginnings) }
        return nodes[node].open.appendUnlessLast(layer)
      }
    }
    if isPrefix {
      nodes[node].open.appendUnlessLast(layer)
    } else {
      nodes[node].exact.appendUnlessLast(layer)
    }
  }

  private mutating func child(
    of node: Int, _ text: [UInt8], in children: WritableKeyPath<Node, Children>
  ) -> Int {
    var hash = SegmentHash(caseSensitive: caseSensitive)
    for byte in text { hash.combine(byte) }
    if let child = nodes[node][keyPath: children][hash.value] { return child }
    nodes.append(Node())
    nodes[node][keyPath: children].insert(nodes.count - 1, hash.value)
    return nodes.count - 1
  }

  private mutating func anyChild(of node: Int) -> Int {
    if let child = nodes[node].any { return child }
    nodes.append(Node())
    nodes[node].any = nodes.count - 1
    return nodes.count - 1
  }

  fileprivate enum Segment {
    case literal([UInt8])
    case any
    /// Text and names in one segment, or a wildcard: the tree goes no deeper. The text before the first name tells where.
    case mixed(beginning: [UInt8])
  }

  /// Cuts tokens at the slashes of their text. A slash at the end is no segment.
  private static func segments(of tokens: [PathPattern.Token]) -> [Segment] {
    var segments: [Segment] = []
    for token in tokens {
      switch token {
      case .text(let text):
        var pieces = text.split(separator: slash, omittingEmptySubsequences: false)
        let continues = pieces.removeFirst()
        if !continues.isEmpty { segments.extendLast(with: .literal(Array(continues))) }
        segments += pieces.map { .literal(Array($0)) }
      case .parameter: segments.extendLast(with: .any)
      case .wildcard: segments.extendLast(with: .mixed(beginning: []))
      }
    }
    if case .literal([])? = segments.last { segments.removeLast() }
    return segments
  }
}

extension [RoutingTable.Segment] {
  /// A slash opens an empty segment; what comes before the next slash fills it, or mixes with what is there.
  fileprivate nonisolated mutating func extendLast(with segment: RoutingTable.Segment) {
    switch popLast() {
    case .literal([]): append(segment)
    case .literal(let beginning): append(.mixed(beginning: beginning))
    case .mixed(let beginning): append(.mixed(beginning: beginning))
    case .any, nil: append(.mixed(beginning: []))
    }
  }
}

extension Array where Element: Comparable {
  /// Where the first of these ascending elements stands that is at least `element`.
  fileprivate nonisolated func place(of element: Element) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < element { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension [Int] {
  /// The first of these ascending numbers that is at least `start`, if it is less than `best`.
  fileprivate nonisolated func takeFirst(from start: Int, _ best: inout Int) {
    let place = place(of: start)
    if place < count, self[place] < best { best = self[place] }
  }

  fileprivate nonisolated mutating func appendUnlessLast(_ number: Int) {
    if last != number { append(number) }
  }
}

/// FNV-1a over folded bytes. It needs no secret: only the program's own patterns are stored under it.
private nonisolated struct SegmentHash {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325
  private var folding: PathFolding

  init(caseSensitive: Bool) { folding = PathFolding(caseSensitive: caseSensitive) }

  mutating func combine(_ byte: UInt8) {
    value = (value ^ UInt64(folding.fold(byte))) &* 0x100_0000_01b3
  }
}
