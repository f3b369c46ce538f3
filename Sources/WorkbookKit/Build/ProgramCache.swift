// The folder in which compiled programs are kept, so that what has not changed need not be compiled again. Each takes
// some megabytes, and every save may make one: of those that nobody has used for an hour only the last few stay.
//
// The hour keeps what somebody else is about to start, and all that one proof of the course makes.

import Foundation

/// Compiled programs, each under the fingerprint of what it was made from.
struct ProgramCache: Sendable {
  let folder: String
  /// Programs that are kept however old they are: some 700 MB.
  static let countKept = 64
  /// Seconds for which every program is kept since it was used last.
  static let secondsKept: TimeInterval = 3_600

  /// Where a program stands, or would stand.
  func path(of key: Fingerprint) -> String { "\(folder)/\(key)" }

  /// The program, if it is kept; it counts as used now.
  func program(_ key: Fingerprint) -> String? {
    let path = path(of: key)
    guard FileManager.default.isExecutableFile(atPath: path) else { return nil }
    try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: path)
    return path
  }

  /// Removes what is kept for too long, and what compilers that were killed have left.
  func prune(now: Date = Date()) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let programs = names.filter { Fingerprint.isOne($0) }.map { (name: $0, used: lastUse(of: $0)) }
      .sorted { $0.used > $1.used }
    let unfinished = names.filter { $0.hasPrefix(PrivateFolder.prefix) }
      .map { (name: $0, used: lastUse(of: $0)) }
    for item in programs.dropFirst(Self.countKept) + unfinished
    where now.timeIntervalSince(item.used) > Self.secondsKept {
      try? FileManager.default.removeItem(atPath: "\(folder)/\(item.name)")
    }
  }

  private func lastUse(of name: String) -> Date {
    let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
    return attributes?[.modificationDate] as? Date ?? .now
  }
}
