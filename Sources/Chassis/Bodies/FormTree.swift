// Brackets in names become a tree, as PHP began it and `qs` does in Express:
//
//     user[name]=Priya & user[tags][]=new & user[tags][]=vip & page=2
//
//     { user: { name: "Priya", tags: ["new", "vip"] }, page: "2" }
//
// The name before the first `[…]` is the first step, and each `[…]` another one. A number is a place in a list, where it
// is no larger than allowed: `a[999999999]` must not make a list of that length. Steps beyond the depth that is allowed
// stay one literal name. Every name is only a name: `__proto__` and `constructor` mean nothing here.

/// What brackets in names mean.
nonisolated struct FormBrackets: Equatable {
  /// So many steps behind the first one; 0 where brackets are characters like any other.
  var depth: Int
  /// The largest number that is a place in a list.
  var largestIndex: Int

  static let literal = FormBrackets(depth: 0, largestIndex: 0)
  static let ofQueries = FormBrackets(depth: 5, largestIndex: 20)
}

/// The steps that a name stands for.
nonisolated struct FormName: Equatable {
  enum Step: Equatable {
    case name(String)
    case index(Int)
    /// `[]`, the end of a list.
    case append
  }

  var steps: [Step] = []
  /// Whether it has more steps than allowed; the rest of them is the last one, as it was written.
  var isTooDeep = false

  init(_ name: String, _ brackets: FormBrackets) {
    let text = Array(name.utf8)
    let groups = brackets.depth > 0 ? Self.groups(in: text) : []
    guard let first = groups.first else {
      steps = [.name(name)]
      return
    }
    if first.lowerBound > 0 {
      steps = [.name(String(decoding: text[..<first.lowerBound], as: UTF8.self))]
    }
    for group in groups.prefix(brackets.depth) {
      let inner = group.dropFirst().dropLast()
      steps.append(Self.step(String(decoding: text[inner], as: UTF8.self), brackets))
    }
    if groups.count > brackets.depth {
      isTooDeep = true
      let rest = text[groups[brackets.depth].lowerBound...]
      steps.append(.name(String(decoding: rest, as: UTF8.self)))
    }
  }

  /// The places of all `[…]` with no bracket inside.
  private static func groups(in text: [UInt8]) -> [Range<Int>] {
    var groups: [Range<Int>] = []
    var start: Int?
    for (index, byte) in text.enumerated() {
      if byte == UInt8(ascii: "[") {
        start = index
      } else if byte == UInt8(ascii: "]"), let from = start {
        groups.append(from..<(index + 1))
        start = nil
      }
    }
    return groups
  }

  private static func step(_ inner: String, _ brackets: FormBrackets) -> Step {
    if inner.isEmpty { return .append }
    if let index = Int(inner), String(index) == inner, (0...brackets.largestIndex).contains(index) {
      return .index(index)
    }
    return .name(inner)
  }
}

nonisolated indirect enum FormTree: Equatable {
  case text(String)
  /// A list, with gaps: they are closed at the end.
  case list([Int: FormTree], count: Int)
  case fields([String: FormTree])

  static func build(_ pairs: [FormFields.Pair], _ brackets: FormBrackets) -> JSONValue {
    var places: [String: Int] = [:]
    var fields: [(name: String, values: [FormTree])] = []
    for pair in pairs {
      if let place = places[pair.name] {
        fields[place].values.append(.text(pair.value))
      } else {
        places[pair.name] = fields.count
        fields.append((pair.name, [.text(pair.value)]))
      }
    }
    var tree = FormTree.fields([:])
    for field in fields {
      let leaf = field.values.count == 1 ? field.values[0] : list(field.values)
      tree.merge(branch(FormName(field.name, brackets).steps[...], leaf))
    }
    return tree.value
  }

  private static func list(_ values: [FormTree]) -> FormTree {
    .list(Dictionary(uniqueKeysWithValues: zip(0..., values)), count: values.count)
  }

  /// A tree of one branch: the steps, and what stands at their end.
  private static func branch(_ steps: ArraySlice<FormName.Step>, _ leaf: FormTree) -> FormTree {
    guard let step = steps.first else { return leaf }
    let rest = branch(steps.dropFirst(), leaf)
    switch step {
    case .name(let name): return .fields([name: rest])
    // Several values of `a[]` are one list, not a list in a list.
    case .append: if case .list = rest { return rest } else { return list([rest]) }
    case .index(let index): return .list([index: rest], count: index + 1)
    }
  }

  private mutating func merge(_ other: FormTree) {
    switch (self, other) {
    case (.text, .text): self = Self.list([self, other])
    case (.text, .list(let items, _)):
      self = Self.list([self] + items.sorted { $0.key < $1.key }.map(\.value))
    case (.text, .fields): self = Self.list([self, other])
    case (.list(var items, var count), .list(let others, _)):
      self = .text("")  // So that what is changed below has one owner, and is not copied.
      for (index, item) in others.sorted(by: { $0.key < $1.key }) {
        Self.put(item, at: index, into: &items, &count)
      }
      self = .list(items, count: count)
    case (.list(var items, let count), .text):
      self = .text("")
      items[count] = other
      self = .list(items, count: count + 1)
    case (.list(let items, _), .fields):
      self = .fields(Self.named(items))
      merge(other)
    case (.fields, .list(let items, _)): merge(.fields(Self.named(items)))
    case (.fields, .text("")): break
    case (.fields(var fields), .text(let name)):
      self = .text("")
      fields[name] = .text("true")
      self = .fields(fields)
    case (.fields(var fields), .fields(let others)):
      self = .text("")
      for (name, item) in others {
        if fields[name] == nil { fields[name] = item } else { fields[name]?.merge(item) }
      }
      self = .fields(fields)
    }
  }

  /// Where the place is taken, branches grow together, and texts go to the end.
  private static func put(
    _ item: FormTree, at index: Int, into items: inout [Int: FormTree], _ count: inout Int
  ) {
    if let found = items[index], !found.isText, !item.isText {
      items[index]?.merge(item)
      return
    }
    let place = items[index] == nil ? index : count
    items[place] = item
    count = max(count, place + 1)
  }

  private static func named(_ items: [Int: FormTree]) -> [String: FormTree] {
    Dictionary(uniqueKeysWithValues: items.map { (String($0.key), $0.value) })
  }

  private var isText: Bool { if case .text = self { true } else { false } }

  private var value: JSONValue {
    switch self {
    case .text(let text): .string(text)
    case .list(let items, _): .array(items.sorted { $0.key < $1.key }.map(\.value.value))
    case .fields(let fields):
      .object(JSONObject(fields.map { JSONObject.Member(key: $0.key, value: $0.value.value) }))
    }
  }
}
