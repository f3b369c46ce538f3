// Walks the tree of a template and writes it out.
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

  private let partial: (String) -> Mustache.Template?
  private let note: (String) -> Void
  private let limits: Mustache
  /// The one whose tags are being written.
  private var template: Mustache.Template
  private var values: [ViewValue]
  private var arguments: [String: Argument] = [:]
  /// What stands before each line of the partials that are open.
  private var indentation: [UInt8] = []
  /// Whether the line that begins next has its spaces already.
  private var isIndented = false
  private var output: [UInt8] = []
  private var depth = 0
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
    try write(template.nodes)
    try check()
    return output
  }

  private mutating func write(_ nodes: [Mustache.Node]) throws(TemplateError) {
    for node in nodes {
      try step()
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
  }

  /// What stands inside a tag.
  private mutating func write(inside nodes: [Mustache.Node], _ offset: Int) throws(TemplateError) {
    self.offset = offset
    guard depth < Mustache.maximumDepth else {
      throw failure(
        "nested deeper than \(Mustache.maximumDepth)",
        "a partial that includes itself needs a section around it that ends, with [] or nil "
          + "where nothing follows")
    }
    depth += 1
    try write(nodes)
    depth -= 1
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
    let value = lookUp(section.name) ?? .nothing
    if section.isInverted {
      if !value.isTruthy { try write(inside: section.children, section.offset) }
    } else if case .list(let elements) = value {
      for element in elements {
        try step()
        try write(section, with: element)
      }
    } else if value.isTruthy {
      try write(section, with: value)
    }
  }

  private mutating func write(_ section: Mustache.Section, with value: ViewValue)
    throws(TemplateError)
  {
    values.append(value)
    try write(inside: section.children, section.offset)
    values.removeLast()
  }

  // MARK: Other templates

  private mutating func insert(
    _ insertion: Mustache.Insertion, replacing blocks: [String: Mustache.Block] = [:]
  ) throws(TemplateError) {
    offset = insertion.offset
    guard let other = find(insertion.target) else { return }
    let outside = (template, indentation, arguments)
    // Who is further out comes from the page that is rendered, and decides.
    arguments.merge(blocks.mapValues { Argument(block: $0, template: template) }) { outer, _ in
      outer
    }
    indentation =
      try insertion.indentation.map { spaces throws(TemplateError) in try indented(spaces) } ?? []
    template = other
    try write(inside: other.nodes, 0)
    (template, indentation, arguments) = outside
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
    guard let argument = arguments[block.name] else {
      return try write(inside: block.children, block.offset)
    }
    let content = argument.block
    let outside = (template, indentation, arguments)
    indentation = try indented(block.indentation)
    if block.beginsLine && !content.beginsLine { output += indentation }
    isIndented = !block.beginsLine && content.beginsLine
    arguments[block.name] = nil  // A block of that name inside it is its own default.
    template = argument.template
    try write(inside: content.children, content.offset)
    isIndented = false
    (template, indentation, arguments) = outside
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
