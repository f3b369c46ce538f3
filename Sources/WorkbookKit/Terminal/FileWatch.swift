// What `watch` waits for: saved files and pressed keys, in one stream.
//
// Engine's watcher tells of files (inotify or kqueue; by looking, where the file system tells nothing). An editor
// that saves one file causes several changes, so a change here only means that it is worth looking.

import Engine

/// Waits for changes and keys.
@MainActor final class FileWatch {
  enum Event: Equatable, Sendable {
    case changed
    case key(Character)
  }

  /// Everything that happens, as it comes.
  let events: AsyncStream<Event>
  private let tell: AsyncStream<Event>.Continuation
  private var reading: Task<Void, Never>?
  private var watching: Task<Void, Never>?

  init(keys: AsyncStream<Character>) {
    (events, tell) = AsyncStream.makeStream(of: Event.self)
    reading = Task { [tell] in
      for await key in keys { tell.yield(.key(key)) }
    }
  }

  /// Watches a folder from now on, and no longer the one before. A folder that is gone for a while is waited for.
  func follow(_ folder: String) {
    watching?.cancel()
    watching = Task { [tell] in
      while !Task.isCancelled {
        if let watcher = try? await watch(folder) {
          // Whatever happened before the watcher was there.
          tell.yield(.changed)
          while (try? await watcher.next()) != nil { tell.yield(.changed) }
        }
        try? await Task.sleep(for: .milliseconds(500))
      }
    }
  }

  func close() {
    watching?.cancel()
    reading?.cancel()
    tell.finish()
  }
}
