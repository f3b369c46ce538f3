// The store in a file: what is on the disk when the program ends, however it ends.

import Foundation
import TestSupport
import Testing

@testable import Chassis

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct FileStoreTests {
  private func store(_ path: String, at now: Int64 = 1_000, limit: Int = 10) -> FileStore {
    FileStore(path, limit: limit, bytesLimit: 10_000) { now }
  }

  @Test func `what has been kept is in the file, and another store finds it`() async throws {
    try await inStoreFolder { folder in
      let path = "\(folder)/store.json"
      let first = store(path)
      try await first.set("a", "one \"ü\"", expiresIn: .milliseconds(500))
      _ = try await first.increment("b", window: .milliseconds(700))
      #expect(
        try await readFile(path)
          == Array(
            #"[{"key":"a","value":"one \"ü\"","expires":1500},{"key":"b","value":"1","expires":1700}]"#
              .utf8))
      #expect(try await fileStatus(path).permissions == 0o600)
      #expect(try await store(path, at: 1_499).get("a") == "one \"ü\"")
      #expect(try await store(path, at: 1_500).get("a") == nil)
      #expect(
        try await store(path, at: 1_600).increment("b", window: .seconds(1))
          == WindowCount(count: 2, rest: .milliseconds(100)))
      #expect(try await leftovers(of: path).isEmpty)
    }
  }

  @Test func `what has expired leaves the file with the next change`() async throws {
    try await inStoreFolder { folder in
      let path = "\(folder)/store.json"
      try await store(path).set("a", "old", expiresIn: .milliseconds(500))
      try await store(path, at: 2_000).set("b", "new", expiresIn: .milliseconds(500))
      #expect(
        try await readFile(path) == Array(#"[{"key":"b","value":"new","expires":2500}]"#.utf8))
    }
  }

  @Test func `a file with more than the limit keeps the last ones`() async throws {
    try await inStoreFolder { folder in
      let path = "\(folder)/store.json"
      let first = store(path)
      for key in ["a", "b", "c"] { try await first.set(key, key, expiresIn: .seconds(1)) }
      let second = store(path, limit: 2)
      #expect(try await second.get("a") == nil)
      #expect(try await second.get("c") == "c")
    }
  }

  @Test func `many changes at once are few replacements`() async throws {
    try await inStoreFolder { folder in
      let path = "\(folder)/store.json"
      let kept = store(path, limit: 1_000)
      let tasks = (0..<200).map { number in
        Task { @MainActor in try await kept.set("\(number)", "x", expiresIn: .seconds(1)) }
      }
      for task in tasks { try await task.value }
      #expect(kept.replacements < 20)
      let again = store(path, limit: 1_000)
      for number in 0..<200 { #expect(try await again.get("\(number)") == "x") }
    }
  }

  @Test(arguments: [
    ("{}", "it holds no store ("), ("[{\"key\":\"a\"}]", "it holds no store ("),
    ("", "it holds no store ("),
    (String(repeating: " ", count: 10_001), "it has 10001 bytes, more than the limit of 10000"),
  ])
  func `a file that makes no sense is left alone`(text: String, reason: String) async throws {
    try await inStoreFolder { folder in
      let path = "\(folder)/store.json"
      try await writeFile(path, text)
      let kept = store(path)
      for _ in 0..<2 {
        let error = await #expect(throws: StoreError.self) {
          try await kept.set("a", "1", expiresIn: .seconds(1))
        }
        #expect(error?.description.hasPrefix("file \(path): \(reason)") == true)
      }
      #expect(try await readFile(path) == Array(text.utf8))
      // Once it is gone, the store begins anew.
      try await removeFile(path)
      try await kept.set("a", "1", expiresIn: .seconds(1))
      #expect(try await kept.get("a") == "1")
    }
  }

  @Test func `a file that cannot be written is said, and written once it can be`() async throws {
    try await inStoreFolder { folder in
      let path = "\(folder)/below/store.json"
      let kept = store(path)
      let error = await #expect(throws: StoreError.self) {
        try await kept.set("a", "1", expiresIn: .seconds(1))
      }
      #expect(error?.description.hasPrefix("file \(path): ") == true)
      #expect(error?.description.contains("ENOENT") == true)
      try await makeFolder("\(folder)/below")
      try await kept.set("b", "2", expiresIn: .seconds(1))
      #expect(try await store(path).get("a") == "1")
      #expect(try await store(path).get("b") == "2")
    }
  }
}
