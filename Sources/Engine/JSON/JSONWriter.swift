// The bytes of a JSON text while it is written: punctuation, indentation, order.
//
// Codable asks for a value piece by piece and never says that an object is finished. So the writer keeps a
// stack of the objects and arrays that are open; whoever writes to one of them first closes all that were
// opened inside it. That is why the bytes can be written straight away, in the order in which the type
// names its fields. Where keys must be sorted, the members of an object are put in order as it closes.

// `bytes` and `open` are changed hundreds of times a text. The compiler would check each time, at run time, that no other
// access to them is open; here none can be, because nothing but this file's own code runs during one.

nonisolated final class JSONWriter {
  /// The text so far.
  @exclusivity(unchecked) private(set) var bytes: [UInt8] = []
  let options: JSON.Options
  @exclusivity(unchecked) private var open: [Container] = []
  private var opened = 0
  /// What went wrong where it could not be thrown.
  private(set) var failure: (any Error)?

  init(_ options: JSON.Options) {
    self.options = options
    bytes.reserveCapacity(512)
  }

  enum Kind { case object, array }

  /// Names a container: its place in the stack, and a number that no other one ever has.
  struct Handle {
    let level: Int
    let number: Int
  }

  private struct Container {
    let kind: Kind
    let number: Int
    let isSorted: Bool
    let start: Int
    var count = 0
    /// The key or the index of the member that is being written.
    var key = ""
    var members: [Member] = []
  }

  private struct Member {
    let key: String
    let start: Int
    var end: Int
  }

  /// How many containers are open.
  var depth: Int { open.count }

  func count(in handle: Handle) -> Int {
    isOpen(handle) ? open[handle.level].count : 0
  }

  /// The handle that the container would get that is opened now.
  var next: Handle { Handle(level: open.count, number: opened + 1) }

  /// The open container that is at the level of a handle, if it is that one or a later one.
  func container(since handle: Handle) -> Handle? {
    guard handle.level < open.count, open[handle.level].number >= handle.number else { return nil }
    return Handle(level: handle.level, number: open[handle.level].number)
  }

  func isOpen(_ handle: Handle) -> Bool {
    handle.level < open.count && open[handle.level].number == handle.number
  }

  /// Opens an object or an array where a value is due.
  func begin(_ kind: Kind, sorted: Bool = false) -> Handle {
    let handle = next
    bytes.append(kind == .object ? UInt8(ascii: "{") : UInt8(ascii: "["))
    opened += 1
    open.append(
      Container(
        kind: kind, number: opened, isSorted: kind == .object && (sorted || options.sortedKeys),
        start: bytes.count))
    return handle
  }

  /// Prepares for the next member of a container; its value must be written next.
  func member(of handle: Handle, key: String? = nil) throws {
    guard isOpen(handle) else {
      throw JSONError("fields must be written one after the other", at: path)
    }
    close(to: handle.level + 1)
    let level = handle.level
    endMember(level)
    if open[level].count > 0 { bytes.append(UInt8(ascii: ",")) }
    newLine(level + 1)
    open[level].count += 1
    guard let key else { return }
    open[level].key = key
    if open[level].isSorted {
      open[level].members.append(Member(key: key, start: bytes.count, end: bytes.count))
    }
    text(key)
    bytes.append(UInt8(ascii: ":"))
    if options.spaces > 0 { bytes.append(UInt8(ascii: " ")) }
  }

  /// As `member`, for the calls of Codable that cannot throw: the error is kept until the end.
  func beginNested(in handle: Handle, key: String? = nil) {
    do { try member(of: handle, key: key) } catch { failure = failure ?? error }
  }

  /// Closes what was opened beyond this depth.
  func close(to depth: Int) {
    while open.count > depth {
      let level = open.count - 1
      endMember(level)
      if open[level].isSorted { sortMembers(level) }
      if open[level].count > 0 { newLine(level) }
      bytes.append(open[level].kind == .object ? UInt8(ascii: "}") : UInt8(ascii: "]"))
      open.removeLast()
    }
  }

  /// Where the writer stands, for error messages and `codingPath`.
  var path: [any CodingKey] {
    open.compactMap { container in
      guard container.count > 0 else { return nil }
      return container.kind == .object ? JSONName(container.key) : JSONIndex(container.count - 1)
    }
  }

  func append(_ ascii: StaticString) {
    ascii.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  func append(_ text: some Sequence<UInt8>) { bytes.append(contentsOf: text) }

  func append(_ byte: UInt8) { bytes.append(byte) }

  private func newLine(_ level: Int) {
    guard options.spaces > 0 else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: options.spaces * level))
  }

  private func endMember(_ level: Int) {
    guard open[level].isSorted, open[level].count > 0 else { return }
    open[level].members[open[level].count - 1].end = bytes.count
  }

  /// Whole numbers first, ascending, then by text.
  private func sortMembers(_ level: Int) {
    let container = open[level]
    let sorted = container.members.sorted { left, right in
      switch (Int(left.key), Int(right.key)) {
      case (let left?, let right?): left < right
      case (nil, nil): left.key < right.key
      case (let number, _): number != nil
      }
    }
    let written = bytes
    bytes.removeSubrange(container.start...)
    for (index, member) in sorted.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      newLine(level + 1)
      bytes.append(contentsOf: written[member.start..<member.end])
    }
  }
}
