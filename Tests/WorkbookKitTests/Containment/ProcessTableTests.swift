// Who belongs to a program, as a table; and the table as Linux writes it.

import Foundation
import Testing

@testable import WorkbookKit

struct ProcessTableTests {
  private func entry(_ pid: Int32, parent: Int32, group: Int32, start: UInt64 = 1)
    -> ProcessTable.Entry
  {
    ProcessTable.Entry(
      identity: .init(pid: pid, start: start), parent: parent, group: group, processorSeconds: 0,
      memoryBytes: 0)
  }

  private func family(_ entries: [ProcessTable.Entry], known: Set<ProcessTable.Identity> = [])
    -> [Int32]
  {
    ProcessTable(entries: entries).family(of: 10, known: known).map(\.identity.pid)
  }

  @Test func descendantsBelongToItWhateverTheirGroup() {
    let entries = [
      entry(13, parent: 12, group: 13), entry(12, parent: 11, group: 10),
      entry(11, parent: 10, group: 11), entry(10, parent: 2, group: 10),
      entry(20, parent: 2, group: 2),
    ]
    #expect(family(entries) == [10, 11, 12, 13])
  }

  @Test func whoIsInItsGroupBelongsToItAlsoWhenItIsGone() {
    let entries = [entry(11, parent: 1, group: 10), entry(12, parent: 11, group: 12)]
    #expect(family(entries) == [11, 12])
  }

  @Test func whoWasSeenStaysKnownButNotItsNumber() {
    let daemon = entry(15, parent: 1, group: 15, start: 7)
    #expect(family([daemon]) == [])
    #expect(family([daemon], known: [daemon.identity]) == [15])
    #expect(family([daemon], known: [.init(pid: 15, start: 6)]) == [])
  }

  @Test func aCircleIsWalkedOnce() {
    #expect(
      family([entry(10, parent: 11, group: 10), entry(11, parent: 10, group: 10)]) == [10, 11])
  }

  @Test func thisProcessIsInTheTable() throws {
    let own = try #require(
      ProcessTable.now().entries.first {
        $0.identity.pid == ProcessInfo.processInfo.processIdentifier
      })
    #expect(own.memoryBytes > 1_000_000)
    #expect(own.processorSeconds > 0)
    #expect(own.identity.start > 0)
  }

  #if os(Linux)
    /// The fields behind the name: state, parent, group, and so on to the pages in use.
    private static let fields =
      "S 1 17 18 0 -1 4194560 1 0 0 0 250 50 0 0 20 0 4 0 99 301199360 5120 18446744073709551615"

    @Test(arguments: ["sh", "a name (with) brackets", ") S 1 1 1 (", ""])
    func aNameIsNotTakenForAField(_ name: String) throws {
      let entry = try #require(ProcessTable.Entry(statLine: "17 (\(name)) \(Self.fields)"))
      #expect(
        entry
          == ProcessTable.Entry(
            identity: .init(pid: 17, start: 99), parent: 1, group: 17,
            processorSeconds: 300 / Double(sysconf(Int32(_SC_CLK_TCK))),
            memoryBytes: 5_120 * sysconf(Int32(_SC_PAGESIZE))))
    }

    @Test(arguments: ["", "17", "17 (sh)", "17 (sh) S 1", "(sh) \(fields)"])
    func whatIsNoLineIsNoProcess(_ line: String) {
      #expect(ProcessTable.Entry(statLine: line) == nil)
    }

    @Test func whoHasEndedIsNoProcess() {
      #expect(ProcessTable.Entry(statLine: "17 (sh) Z" + Self.fields.dropFirst()) == nil)
    }
  #endif
}
