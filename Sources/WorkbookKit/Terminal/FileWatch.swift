// Notices that files change, by looking at their dates five times a second. A system's own notification (inotify, kqueue)
// would cost less, and be different on each system; a handful of files is looked at in microseconds.

import Engine
import Foundation

/// Waits for changes and keys.
@MainActor enum FileWatch {
  enum Event: Equatable, Sendable {
    case changed
    case key(Character)
  }

  /// Changes of the files in a folder, and keys, as they come. Several changes in a row, while nobody asks, are one.
  static func changes(in folder: String, and keys: AsyncStream<Character>) -> AsyncStream<Event> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Event.self, bufferingPolicy: .bufferingNewest(8))
    var known = dates(in: folder)
    let timer = setInterval(.milliseconds(200)) {
      let now = dates(in: folder)
      guard now != known else { return }
      known = now
      continuation.yield(.changed)
    }
    let reading = Task {
      for await key in keys { continuation.yield(.key(key)) }
    }
    continuation.onTermination = { _ in
      reading.cancel()
      Task { @MainActor in timer.cancel() }
    }
    return stream
  }

  private static func dates(in folder: String) -> [String: Date] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    var dates: [String: Date] = [:]
    for name in names {
      let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
      dates[name] = attributes?[.modificationDate] as? Date
    }
    return dates
  }
}
