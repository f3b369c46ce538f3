// A zip that a stranger made, read with care: its list of files stands at the end, and says for each where its bytes
// are, how many, and how they are packed.
//
//     local header, bytes │ local header, bytes │ … │ central directory: an entry a file │ end record
//
// Only the central directory counts; of a local header nothing but its length is read. Files are stored or deflated;
// encrypted ones, other packings and zips beyond 4 GB (zip64) are refused. Everything is bounded, and what comes out is
// counted while it does, whatever the list says.

import Engine
import Foundation

/// The list of a zip's files.
struct ZipArchive {
  /// Bytes that a zip may have: 64 MiB.
  static let sizeLimit = 64 * ResourceLimits.mebibyte
  /// Bytes that may come out of one: 32 MiB.
  static let contentLimit = 32 * ResourceLimits.mebibyte
  /// Files that may come out of one.
  static let countLimit = 2_000

  /// Why a zip was not read, and what is to be done.
  struct Unreadable: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ problem: String, remedy: String = "zip it again, and hand that in") {
      description = "\(problem); \(remedy)"
    }
  }

  /// A file in it.
  struct Entry: Equatable {
    /// The way to it, folder by folder.
    var path: [String]
    var isDeflated: Bool
    var checksum: UInt32
    var packedSize: Int
    var size: Int
    var modified: Date?
    /// Where its local header begins.
    var offset: Int
  }

  private let bytes: [UInt8]
  /// Files that a student wrote: none that is hidden, nor what macOS adds.
  private(set) var entries: [Entry] = []

  /// Reads the list.
  ///
  /// Throws `Unreadable`.
  init(_ bytes: [UInt8]) throws(Unreadable) {
    self.bytes = bytes
    guard let end = endRecord() else { throw Unreadable("no zip, or one that is cut short") }
    let (count, start) = (number(end + 10, 2), number(end + 16, 4))
    if count == 0xFFFF || start == 0xFFFF_FFFF { throw Unreadable("a zip64, which is not read") }
    var place = start
    var known: Set<[String]> = []
    for _ in 0..<count {
      let (entry, length) = try entry(at: place)
      place += length
      guard let entry else { continue }
      guard known.insert(entry.path).inserted else {
        throw Unreadable("holds \(shown(entry.path)) twice")
      }
      entries.append(entry)
      if entries.count > Self.countLimit {
        throw Unreadable("holds more than \(Self.countLimit) files", remedy: Self.withoutBuild)
      }
    }
  }

  /// A file's bytes, at most `limit` of them.
  ///
  /// Throws `Unreadable` where they are damaged or too many.
  func content(of entry: Entry, limit: Int) throws(Unreadable) -> [UInt8] {
    let damaged = Unreadable("\(shown(entry.path)) is damaged in it")
    guard number(entry.offset, 4) == 0x0403_4B50 else { throw damaged }
    let start = entry.offset + 30 + number(entry.offset + 26, 2) + number(entry.offset + 28, 2)
    guard start + entry.packedSize <= bytes.count else { throw damaged }
    let packed = bytes[start..<(start + entry.packedSize)]
    guard entry.size <= limit else { throw Self.tooMuch }
    let deflated = entry.isDeflated ? Array(packed) : Self.asDeflated(packed)
    // Between the beginning and the end of a gzip file, so that the checksum is looked at.
    let head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
    let tail = Self.littleEndian(entry.checksum) + Self.littleEndian(UInt32(entry.size))
    do { return try Inflater.inflate(head + deflated + tail, as: .gzip, limit: limit) } catch {
      if case .tooLarge = error { throw Self.tooMuch }
      throw damaged
    }
  }

  /// Bytes as they are, in the frame that deflate gives to what it cannot make smaller: a file that is stored is read and
  /// checked like any other.
  private static func asDeflated(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var framed: [UInt8] = []
    var rest = bytes
    repeat {
      let piece = rest.prefix(0xFFFF)
      rest = rest.dropFirst(piece.count)
      let size = UInt16(piece.count)
      framed.append(rest.isEmpty ? 1 : 0)
      framed += littleEndian(size) + littleEndian(~size) + piece
    } while !rest.isEmpty
    return framed
  }

  private static let tooMuch = Unreadable(
    "holds more than \(contentLimit / ResourceLimits.mebibyte) MiB", remedy: withoutBuild)
  private static let withoutBuild = "hand in without .build"

  private static let unreachable = Unreadable(
    "cannot be read", remedy: "is it yours to read?")

  // MARK: Its form

  /// Where the end record begins: 22 bytes and a comment from the end.
  private func endRecord() -> Int? {
    guard bytes.count >= 22 else { return nil }
    let last = bytes.count - 22
    return stride(from: last, through: max(0, last - 0xFFFF), by: -1).first {
      number($0, 4) == 0x0605_4B50 && $0 + 22 + number($0 + 20, 2) == bytes.count
    }
  }

  /// An entry of the list and its length there; no entry for what is not wanted.
  private func entry(at place: Int) throws(Unreadable) -> (Entry?, length: Int) {
    guard number(place, 4) == 0x0201_4B50, place + 46 <= bytes.count else {
      throw Unreadable("its list of files is damaged")
    }
    let nameLength = number(place + 28, 2)
    let length = 46 + nameLength + number(place + 30, 2) + number(place + 32, 2)
    guard place + length <= bytes.count else { throw Unreadable("its list of files is damaged") }
    let name = String(decoding: bytes[(place + 46)..<(place + 46 + nameLength)], as: UTF8.self)
    let path = name.replacing("\\", with: "/").split(separator: "/").map(String.init)
    if name.hasPrefix("/") || path.contains("..") || name.utf8.contains(0) {
      throw Unreadable("names a file outside of itself: \(shownCode(name))")
    }
    // What made it on a Unix tells links and devices apart from files.
    let kind = number(place + 38, 4) >> 16 & 0xF000
    let isWanted = !path.contains { $0.hasPrefix(".") || $0 == "__MACOSX" }
    guard isWanted, !path.isEmpty, path.count <= 12, !name.hasSuffix("/"),
      kind == 0 || kind == 0x8000
    else { return (nil, length) }
    if number(place + 8, 2) & 1 == 1 { throw Unreadable("\(shown(path)) is encrypted in it") }
    let method = number(place + 10, 2)
    guard method == 0 || method == 8 else {
      throw Unreadable("\(shown(path)) is packed in a way that is not read (method \(method))")
    }
    let entry = Entry(
      path: path, isDeflated: method == 8,
      checksum: UInt32(number(place + 16, 4)), packedSize: number(place + 20, 4),
      size: number(place + 24, 4),
      modified: Self.date(number(place + 14, 2), number(place + 12, 2)),
      offset: number(place + 42, 4))
    return (entry, length)
  }

  /// DOS's date and time, to two seconds, in the time of this place.
  private static func date(_ date: Int, _ time: Int) -> Date? {
    Calendar.current.date(
      from: DateComponents(
        year: 1980 + date >> 9, month: date >> 5 & 15, day: date & 31,
        hour: time >> 11, minute: time >> 5 & 63, second: (time & 31) * 2))
  }

  private func shown(_ path: [String]) -> String { shownCode(path.joined(separator: "/")) }

  /// A number of some bytes, the lowest first; 0 where the bytes end before it does.
  private func number(_ place: Int, _ count: Int) -> Int {
    guard place >= 0, place + count <= bytes.count else { return 0 }
    return bytes[place..<(place + count)].reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  private static func littleEndian(_ number: some FixedWidthInteger) -> [UInt8] {
    (0..<(number.bitWidth / 8)).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }
}

extension ZipArchive {
  /// Unpacks a zip into a folder, off the loop.
  ///
  /// Throws `Unreadable`.
  @MainActor static func unpack(_ file: String, into folder: String) async throws {
    let status = try? await fileStatus(file)
    guard let status else { throw unreachable }
    guard status.size <= sizeLimit else {
      throw Unreadable(
        "larger than \(sizeLimit / ResourceLimits.mebibyte) MiB", remedy: withoutBuild)
    }
    let bytes: [UInt8]
    do { bytes = try await readFile(file) } catch { throw unreachable }
    try await offLoop { try ZipArchive(bytes).write(into: folder) }
  }

  private func write(into folder: String) throws {
    var room = Self.contentLimit
    for entry in entries {
      let content = try content(of: entry, limit: room)
      room -= content.count
      let file = URL(fileURLWithPath: "\(folder)/\(entry.path.joined(separator: "/"))")
      do {
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(content).write(to: file, options: .withoutOverwriting)
        try entry.modified.map {
          try FileManager.default.setAttributes([.modificationDate: $0], ofItemAtPath: file.path)
        }
      } catch { throw Unreadable("\(shown(entry.path)) cannot be unpacked") }
    }
  }
}
