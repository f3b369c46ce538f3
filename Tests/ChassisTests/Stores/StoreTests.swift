// Every store keeps the same promises: the same table of tests runs on each.

import Foundation
import TestSupport
import Testing

@testable import Chassis

nonisolated enum StoreKind: String, CaseIterable, CustomTestStringConvertible {
  case memory, file, redis

  var testDescription: String { rawValue }

  /// Those that this computer can run.
  static var present: [StoreKind] { allCases.filter { $0 != .redis || RedisServer.program != nil } }
}

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct StoreTests {
  private func with(_ kind: StoreKind, _ body: @MainActor (any Store) async throws -> Void)
    async throws
  {
    switch kind {
    case .memory: try await body(MemoryStore())
    case .file:
      try await inStoreFolder { try await body(FileStore("\($0)/store.json")) }
    case .redis:
      try await RedisServer.running { server in
        let store = RedisStore(server.url, prefix: "test:", timeout: .seconds(30))
        try await body(store)
        store.close()
      }
    }
  }

  @Test(arguments: StoreKind.present)
  func `what is kept is there, until it is deleted`(kind: StoreKind) async throws {
    try await with(kind) { store async throws in
      #expect(try await store.get("a") == nil)
      try await store.set("a", "one", expiresIn: .seconds(600))
      try await store.set("b", "", expiresIn: .seconds(600))
      try await store.set("ü \r\n\0 \u{1F600}", "ü \r\n\0 \u{1F600}", expiresIn: .seconds(600))
      #expect(try await store.get("a") == "one")
      #expect(try await store.get("b")?.isEmpty == true)
      #expect(try await store.get("ü \r\n\0 \u{1F600}") == "ü \r\n\0 \u{1F600}")
      try await store.set("a", "two", expiresIn: .seconds(600))
      #expect(try await store.get("a") == "two")
      try await store.delete("a")
      try await store.delete("a")
      #expect(try await store.get("a") == nil)
      try await store.set("b", "gone", expiresIn: .zero)
      #expect(try await store.get("b") == nil)
      try await store.set("c", "for good", expiresIn: .seconds(Int64.max))
      #expect(try await store.get("c") == "for good")
    }
  }

  @Test(arguments: StoreKind.present)
  func `only what one has read is replaced`(kind: StoreKind) async throws {
    try await with(kind) { store async throws in
      let time = Duration.seconds(600)
      #expect(try await store.replace("a", "x", with: "1", expiresIn: time) == false)
      #expect(try await store.get("a") == nil)
      #expect(try await store.replace("a", nil, with: "1", expiresIn: time))
      #expect(try await store.replace("a", nil, with: "2", expiresIn: time) == false)
      #expect(try await store.replace("a", "2", with: "3", expiresIn: time) == false)
      #expect(try await store.get("a") == "1")
      #expect(try await store.replace("a", "1", with: "2", expiresIn: time))
      #expect(try await store.get("a") == "2")
    }
  }

  @Test(arguments: StoreKind.present)
  func `counts run on, each under its key`(kind: StoreKind) async throws {
    try await with(kind) { store async throws in
      for expected in 1...3 {
        let count = try await store.increment("a", window: .seconds(600))
        #expect(count.count == expected)
        #expect(count.rest > .zero && count.rest <= .seconds(600))
      }
      #expect(try await store.increment("b", window: .seconds(600)).count == 1)
      try await store.set("c", "no number", expiresIn: .seconds(600))
      await #expect(throws: StoreError.self) {
        try await store.increment("c", window: .seconds(600))
      }
    }
  }

  @Test(arguments: StoreKind.present)
  func `a hundred at once are counted, and one of them wins`(kind: StoreKind) async throws {
    try await with(kind) { store async throws in
      var counts: [Int] = []
      var winners = 0
      let tasks = (0..<100).map { number in
        Task { @MainActor in
          let count = try await store.increment("a", window: .seconds(600)).count
          let won = try await store.replace("b", nil, with: "\(number)", expiresIn: .seconds(600))
          return (count, won)
        }
      }
      for task in tasks {
        let (count, won) = try await task.value
        counts.append(count)
        if won { winners += 1 }
      }
      #expect(counts.sorted() == Array(1...100))
      #expect(winners == 1)
    }
  }

  @Test(arguments: StoreKind.present)
  func `what has expired is gone, and its count begins anew`(kind: StoreKind) async throws {
    try await with(kind) { store async throws in
      try await store.set("a", "short", expiresIn: .milliseconds(1))
      _ = try await store.increment("b", window: .milliseconds(1))
      // The store's own clock has to go on; it does while it is asked.
      while try await store.get("a") != nil {}
      while try await store.increment("b", window: .milliseconds(1)).count != 1 {}
      #expect(try await store.replace("a", nil, with: "new", expiresIn: .seconds(600)))
    }
  }
}
