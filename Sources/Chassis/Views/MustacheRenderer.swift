// Walks the tree of a template and writes it out.
//
// What is entered (a section, a partial, a block) becomes a frame on a stack of our own, not a call on the thread's: a page
// may be nested as deep as the limit says, on any thread.
//
// Names are looked up in a stack of values: a section puts its value on top, and takes it off where it ends. So a name that
// the value at hand has no field for is found further out.
//
// Nothing here is without end: depth, steps and bytes are counted, whatever templates and values do together.

nonisolated struct MustacheRenderer {
  /// What replaces a block, and the template it was written in.
  private struct Argument {
    let block: Mustache.Block
    let template: Mustache.Template
  }

  /// What is being written, and what happens where it ends.
  private struct Frame {
    let nodes: [Mustache.Node]
    var position = 0
    /// Values of a section for which the nodes are written again.
    var elements: ArraySlice<ViewValue> = []
    /// Whether it put a value on top of the others.
    var hasValue = false
    /// Where the nodes are another template's: what was before.
    var outside: Outside?
  }

  private struct Outside {
    let template: Mustache.Template
    let indentation: [UInt8]
    let arguments: [String: Argument]
    let offset: Int
  }

  private let partial: (String) -> Mustache.Template?
  private let note: (String) -> Void
  private let limits: Mustache
  /// The one whose tags are being written.
  private var template: Mustache.Template
  private var frames: [Frame] = []
  private var values: [ViewValue]
  private var arguments: [String: Argument] = [:]
  /// What stands before each line of the partials that are open.
  private var indentation: [UInt8] = []
  /// Whether the line that begins next has its spaces already.
  private var isIndented = false
  private var output: [UInt8] = []
  private var steps = 0
  /// Where the tag at work begins, for messages.
  private var offset = 0

  private var noted: Set<String> = []

  private static let maximumIndentation = 1_000
  private static let maximumNotes = 20

  init(
    _ template: Mustache.Template, _ values: [ViewValue], _ limits: Mustache,
    partial: @escaping (String) -> Mustache.Template?, note: @escaping (String) -> Void
  ) {
    self.template = template
    self.values = values
    self.limits = limits
    self.partial = partial
    self.note = note
  }

  mutating func render() throws(TemplateError) -> [UInt8] {
    frames.append(Frame(nodes: template.nodes))
    while let last = frames.indices.last {
      if frames[last].position < frames[last].nodes.count {
        let node = frames[last].nodes[frames[last].position]
        frames[last].position += 1
        try step()
        try write(node)
      } else {
        try leave(last)
      }
    }
    try check()
    return output
  }

  private mutating func write(_ node: Mustache.Node) throws(TemplateError) {
    switch node {
    case .text(let text): try write(text)
    case .variable(let name, let isEscaped, let offset):
      self.offset = offset
      write(lookUp(name), isEscaped: isEscaped)
    case .section(let section): try write(section)
    case .partial(let insertion): try insert(insertion)
    case .parent(let insertion, let blocks): try insert(insertion, replacing: blocks)
    case .block(let block): try write(block)
    }
  }

  private mutating func enter(_ frame: Frame) throws(TemplateError) {
    guard frames.count <= Mustache.maximumDepth else {
      throw failure(
        "nested deeper than \(Mustache.maximumDepth)",
        "a partial that includes itself needs a section around it that ends, with [] or nil "
          + "where nothing follows")
    }
    frames.append(frame)
  }

  /// At the end of the last frame: once more for the next value, or back to what is around it.
  private mutating func leave(_ last: Int) throws(TemplateError) {
    if let next = frames[last].elements.popFirst() {
      try step()
      values[values.count - 1] = next
      frames[last].position = 0
      return
    }
    let frame = frames.removeLast()
    if frame.hasValue { values.removeLast() }
    guard let outside = frame.outside else { return }
    (template, indentation) = (outside.template, outside.indentation)
    (arguments, offset) = (outside.arguments, outside.offset)
    isIndented = false
  }

  // MARK: Text and values

  private mutating func write(_ text: Mustache.Text) throws(TemplateError) {
    var written = 0
    for start in text.lineStarts where isIndented || !indentation.isEmpty {
      output += text.bytes[written..<start]
      if start > 0 { isIndented = false }
      if !isIndented { output += indentation }
      isIndented = false
      written = start
      try check()
    }
    output += text.bytes[written...]
    if !text.bytes.isEmpty { isIndented = false }
  }

  private mutating func write(_ value: ViewValue?, isEscaped: Bool) {
    switch value {
    case nil, .nothing?: return
    case .bool(let isTrue)?: output += (isTrue ? "true" : "false").utf8
    case .number(let digits)?: output += digits.utf8
    case .text(let text)?:
      if isEscaped { output.appendEscaped(text) } else { output += text.utf8 }
    case .list?:
      tell("this is a list, and so shows nothing", "write {{#name}} {{.}} {{/name}}")
    case .fields(let fields)?:
      let names = fields.keys.sorted().prefix(5).joined(separator: ", ")
      tell("this has fields, and so shows nothing", "name one of them: \(names)")
    }
  }

  private func lookUp(_ name: Mustache.Name) -> ViewValue? {
    guard let first = name.parts.first else { return values.last }
    for value in values.reversed() {
      guard var found = value[first] else { continue }
      for part in name.parts.dropFirst() {
        guard let inner = found[part] else { return nil }
        found = inner
      }
      return found
    }
    return nil
  }

  // MARK: Sections

  private mutating func write(_ section: Mustache.Section) throws(TemplateError) {
    offset = section.offset
    let value = lookUp(section.name) ?? .nothing
    guard value.isTruthy != section.isInverted else { return }
    var frame = Frame(nodes: section.children)
    if !section.isInverted {
      var elements: ArraySlice<ViewValue> = [value]
      if case .list(let list) = value { elements = list[...] }
      guard let first = elements.popFirst() else { return }
      frame.elements = elements
      frame.hasValue = true
      values.append(first)
    }
    try enter(frame)
  }

  // MARK: Other templates

  private var here: Outside {
    Outside(template: template, indentation: indentation, arguments: arguments, offset: offset)
  }

  private mutating func insert(
    _ insertion: Mustache.Insertion, replacing blocks: [String: Mustache.Block] = [:]
  ) throws(TemplateError) {
    offset = insertion.offset
    guard let other = find(insertion.target) else { return }
    try enter(Frame(nodes: other.nodes, outside: here))
    indentation =
      try insertion.indentation.map { spaces throws(TemplateError) in
        try indented(spaces)
      } ?? []
    // Who is further out comes from the page that is rendered, and decides.
    for (name, block) in blocks where arguments[name] == nil {
      arguments[name] = Argument(block: block, template: template)
    }
    (template, offset) = (other, 0)
  }

  private mutating func find(_ target: Mustache.Insertion.Target) -> Mustache.Template? {
    switch target {
    case .dynamic(let name):
      guard case .text(let name)? = lookUp(name) else { return nil }
      return partial(name)
    case .named(let name):
      if let found = partial(name) { return found }
      tell(
        "there is no template \"\(name)\", and so nothing is shown",
        "its name is that of its file, without the ending")
      return nil
    }
  }

  private mutating func write(_ block: Mustache.Block) throws(TemplateError) {
    offset = block.offset
    guard let argument = arguments[block.name] else {
      return try enter(Frame(nodes: block.children))
    }
    let content = argument.block
    try enter(Frame(nodes: content.children, outside: here))
    indentation = try indented(block.indentation)
    if block.beginsLine && !content.beginsLine { output += indentation }
    isIndented = !block.beginsLine && content.beginsLine
    arguments[block.name] = nil  // A block of that name inside it is its own default.
    (template, offset) = (argument.template, content.offset)
  }

  private func indented(_ spaces: [UInt8]) throws(TemplateError) -> [UInt8] {
    guard indentation.count + spaces.count <= Self.maximumIndentation else {
      throw failure(
        "indented by more than \(Self.maximumIndentation) spaces", "write the tag further left")
    }
    return indentation + spaces
  }

  // MARK: Messages and limits

  /// Notes each place once: it may be in a list of thousands.
  private mutating func tell(_ reason: String, _ hint: String) {
    guard noted.count < Self.maximumNotes, noted.insert("\(template.file):\(offset)").inserted
    else {
      return
    }
    note(failure(reason, hint).description)
  }

  private mutating func step() throws(TemplateError) {
    steps += 1
    guard steps <= limits.maximumSteps else {
      throw failure(
        "more than \(limits.maximumSteps) tags and repetitions",
        "show a part of the list, or prepare the values before")
    }
    try check()
  }

  private func check() throws(TemplateError) {
    guard output.count > limits.maximumSize else { return }
    throw failure(
      "the text is larger than \(limits.maximumSize) bytes", "show a part of the values")
  }

  private func failure(_ reason: String, _ hint: String) -> TemplateError {
    TemplateError(
      file: template.file, text: template.text, offset: offset, reason: reason, hint: hint)
  }
}

extension [UInt8] {
  /// Appends text so that it is text in HTML too, also inside quotes: none of it is a tag, an attribute or an entity.
  nonisolated mutating func appendEscaped(_ text: String) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): self += "&amp;".utf8
      case UInt8(ascii: "<"): self += "&lt;".utf8
      case UInt8(ascii: ">"): self += "&gt;".utf8
      case UInt8(ascii: "\""): self += "&quot;".utf8
      case UInt8(ascii: "'"): self += "&#39;".utf8
      default: append(byte)
      }
    }
  }
}
