// The templates of a folder: found by name, read off the loop, parsed once, and again when their files have changed.
//
// An engine renders in one go, on the loop, and cannot wait for a file. So it is given what is known, and what it asks for
// besides is read afterwards; then it renders again:
//
//     render users     asks for layout, card     (not read yet: as if they were not there)
//     read layout, card
//     render users     asks for header
//     read header
//     render users     all is there: this is the answer
//
// From the second request on all are known, and one rendering is enough.

final class ViewTemplates<Engine: ViewEngine> {
  /// A template and the file it came from.
  private struct Entry {
    let template: Engine.Template
    let status: FileStatus
  }

  private let folder: ViewFolder
  private let engine: Engine
  private let rereads: Bool
  private var entries: [String: Entry] = [:]
  /// What a view asked for the last time: looked after before it is rendered.
  private var used: [String: [String]] = [:]
  private var toldNotes: Set<String> = []

  /// A view may ask for so many other templates. As names can be values, there must be an end.
  private let maximumTemplates = 1_000
  private let maximumNotes = 100

  init(_ folder: ViewFolder, _ engine: Engine, rereads: Bool) {
    self.folder = folder
    self.engine = engine
    self.rereads = rereads
  }

  /// A view written out.
  ///
  /// - Parameter log: takes the engine's notes, each once, as long as files are read again: that is, while somebody works
  ///   on them.
  func render(_ view: String, _ values: [ViewValue], log: Views.Log) async throws -> String {
    var known: [String: Engine.Template?] = [:]
    var wanted = [view] + (used[view] ?? [])
    while true {
      for name in wanted { known.updateValue(try await template(name), forKey: name) }
      guard let template = known[view] ?? nil else { throw try await folder.missing(view) }
      let (text, asked, notes) = try attempt(template, values, known)
      wanted = Array(asked)
      if wanted.isEmpty {
        used[view] = known.compactMap { $0.value == nil || $0.key == view ? nil : $0.key }
        tell(notes, log)
        return text
      }
      guard known.count + wanted.count <= maximumTemplates else {
        throw Mistake("\"\(view)\" asks for more than \(maximumTemplates) other templates")
      }
    }
  }

  /// Renders with what is known. Gives what else was asked for.
  private func attempt(
    _ template: Engine.Template, _ values: [ViewValue], _ known: [String: Engine.Template?]
  ) throws -> (text: String, asked: Set<String>, notes: [String]) {
    var asked: Set<String> = []
    var notes: [String] = []
    let text = try engine.render(
      template, values,
      partial: { name in
        if let found = known[name] { return found }
        if !self.rereads, let entry = self.entries[name] { return entry.template }
        asked.insert(name)
        return nil
      },
      note: { notes.append($0) })
    return (text, asked, notes)
  }

  private func tell(_ notes: [String], _ log: Views.Log) {
    guard rereads else { return }
    for note in notes where toldNotes.count < maximumNotes && toldNotes.insert(note).inserted {
      log(note)
    }
  }

  /// A template by its name, as its file is now; nil where there is none.
  private func template(_ name: String) async throws -> Engine.Template? {
    if !rereads, let entry = entries[name] { return entry.template }
    guard let status = try await folder.status(name) else {
      entries[name] = nil
      return nil
    }
    if let entry = entries[name], entry.status == status { return entry.template }
    guard let text = try await folder.read(name, status) else { return nil }
    let template = try engine.parse(text, file: folder.file(name))
    // Where case does not matter to the file system, one file has many names.
    if entries.count >= maximumTemplates { entries = [:] }
    if used.count >= maximumTemplates { used = [:] }
    entries[name] = Entry(template: template, status: status)
    toldNotes = []
    return template
  }
}
