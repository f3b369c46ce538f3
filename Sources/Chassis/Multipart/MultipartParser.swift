// Takes a form of parts out of the bytes of a body, piece by piece as they come. Pure: bytes in, events out.
//
//     --boundary␍␊                                           a delimiter
//     Content-Disposition: form-data; name="photo"; …␍␊      ─▶ head
//     ␍␊
//     whatever bytes the file has                            ─▶ data, data, …
//     ␍␊--boundary--␍␊                                       ─▶ end; the last delimiter ends in "--"
//
// The line end before a delimiter belongs to it. So the body is read as if one stood before its first byte, and there is
// but one text to look for: CR LF, two hyphens, the boundary.
//
// What comes is given on at once, except for bytes at the end that might be the beginning of a delimiter. Every byte is
// looked at a bounded number of times, however the body is cut.
//
// Source: RFC 2046 section 5.1, RFC 7578

nonisolated struct MultipartParser {
  enum Event: Equatable {
    case head(PartHead)
    case data([UInt8])
    /// The part is whole.
    case end
  }

  private enum State {
    case preamble
    /// Behind a boundary: the line's end, or the two hyphens of the last one.
    case delimiter
    case head
    case data
    case epilogue
  }

  /// The head of a part may have so many bytes.
  static let headLimit = 8_192
  /// So many bytes that mean nothing may stand before the first part and behind the last one.
  static let paddingLimit = 1_024

  private let delimiter: [UInt8]
  private var state = State.preamble
  private var waiting: [UInt8] = [13, 10]
  /// Nothing before this place in `waiting` is of interest any more.
  private var position = 0
  private var padding = 0
  private var lines: [ArraySlice<UInt8>] = []
  private var headBytes = 0
  /// Where in `waiting` a line's end may be, at the earliest.
  private var searched = 0

  /// Nil for a boundary that is none: empty, longer than 70 bytes, or of other characters than allowed.
  init?(boundary: String) {
    guard (1...70).contains(boundary.utf8.count), boundary.utf8.last != UInt8(ascii: " "),
      boundary.utf8.allSatisfy({ byte in
        byte.isTokenByte || " (),/:=?".utf8.contains(byte)
      })
    else { return nil }
    delimiter = Array("\r\n--\(boundary)".utf8)
  }

  /// Whether the last delimiter has come.
  var isWhole: Bool { if case .epilogue = state { true } else { false } }

  /// Takes the next bytes of the body, and gives what they complete.
  mutating func parse(_ bytes: [UInt8]) throws(MalformedMultipart) -> [Event] {
    waiting += bytes
    var events: [Event] = []
    while try step(&events) {}
    waiting.removeFirst(position)
    searched = max(0, searched - position)
    position = 0
    return events
  }

  /// Says that no more bytes come.
  func finish() throws(MalformedMultipart) {
    guard isWhole else { throw MalformedMultipart("it ends before its last boundary") }
  }

  /// One step; returns whether another one may follow without more bytes.
  private mutating func step(_ events: inout [Event]) throws(MalformedMultipart) -> Bool {
    switch state {
    case .preamble:
      let (place, isFound) = findDelimiter()
      try pad(place - position)
      position = isFound ? place + delimiter.count : place
      if isFound { state = .delimiter }
      return isFound
    case .delimiter: return try endDelimiter()
    case .head: return try readLine(&events)
    case .data:
      let (place, isFound) = findDelimiter()
      if place > position { events.append(.data(Array(waiting[position..<place]))) }
      position = isFound ? place + delimiter.count : place
      if isFound {
        events.append(.end)
        state = .delimiter
      }
      return isFound
    case .epilogue:
      try pad(waiting.count - position)
      position = waiting.count
      return false
    }
  }

  /// Where the next delimiter is; if it is not there, where what waits might begin to be one.
  private func findDelimiter() -> (place: Int, isFound: Bool) {
    var start = position
    while let place = waiting[start...].firstIndex(of: 13) {
      let candidate = waiting[place...].prefix(delimiter.count)
      if candidate.elementsEqual(delimiter.prefix(candidate.count)) {
        return (place, candidate.count == delimiter.count)
      }
      start = place + 1
    }
    return (waiting.count, false)
  }

  private mutating func pad(_ count: Int) throws(MalformedMultipart) {
    padding += count
    guard padding <= Self.paddingLimit + 2 else {
      throw MalformedMultipart("more than \(Self.paddingLimit) bytes stand outside its parts")
    }
  }

  private mutating func endDelimiter() throws(MalformedMultipart) -> Bool {
    let blanks = waiting[position...].prefix { $0 == 0x20 || $0 == 0x09 }.count
    try pad(blanks)
    let end = waiting[(position + blanks)...].prefix(2)
    guard end.count == 2 else {
      padding -= blanks  // They will be counted again.
      return false
    }
    if end.elementsEqual([13, 10]) {
      (state, lines, headBytes) = (.head, [], 0)
    } else if blanks == 0, end.elementsEqual("--".utf8) {
      state = .epilogue
    } else {
      throw MalformedMultipart("a boundary does not end its line")
    }
    position += blanks + 2
    searched = position
    return true
  }

  /// Takes one line of a part's head; the empty one ends it.
  private mutating func readLine(_ events: inout [Event]) throws(MalformedMultipart) -> Bool {
    while let end = waiting[max(searched, position)...].firstIndex(of: 13) {
      guard end + 1 < waiting.count else {
        searched = end
        return try checkHead(waiting.count - position)
      }
      guard waiting[end + 1] == 10 else {
        throw MalformedMultipart("a part's head holds a control character")
      }
      let line = Array(waiting[position..<end])
      headBytes += line.count + 2
      position = end + 2
      searched = position
      _ = try checkHead(0)
      if line.isEmpty {
        events.append(.head(try PartHead(lines)))
        state = .data
        return true
      }
      lines.append(line[...])
    }
    searched = waiting.count
    return try checkHead(waiting.count - position)
  }

  private func checkHead(_ open: Int) throws(MalformedMultipart) -> Bool {
    guard headBytes + open <= Self.headLimit else {
      throw MalformedMultipart("a part's head has more than \(Self.headLimit) bytes")
    }
    return false
  }
}
