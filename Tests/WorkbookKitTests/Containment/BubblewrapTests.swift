// The sandbox's command line; and what is said where there is no sandbox.

import Engine
import Foundation
import TestSupport
import Testing

@testable import WorkbookKit

@MainActor @Suite(.fewAtOnce, .timeLimit(.minutes(10))) struct BubblewrapTests {
  @Test func whatIsNotMountedIsNotThere() {
    let sandbox = Bubblewrap(path: "/usr/bin/bwrap", toolchain: "/opt/swift/usr")
    let words = sandbox.command(
      ["/build/notes", "--fast"], folder: "/tmp/own", readable: ["/build/notes"],
      writable: ["/tmp/own"])
    #expect(
      words.joined(separator: " ") == """
        /usr/bin/bwrap --unshare-all --die-with-parent --new-session --cap-drop ALL \
        --proc /proc --dev /dev \
        --ro-bind-try /usr /usr --ro-bind-try /bin /bin --ro-bind-try /sbin /sbin \
        --ro-bind-try /lib /lib --ro-bind-try /lib64 /lib64 \
        --ro-bind-try /etc/ld.so.cache /etc/ld.so.cache \
        --ro-bind-try /etc/alternatives /etc/alternatives \
        --ro-bind-try /etc/localtime /etc/localtime --ro-bind-try /etc/hosts /etc/hosts \
        --ro-bind-try /etc/nsswitch.conf /etc/nsswitch.conf \
        --ro-bind-try /opt/swift/usr /opt/swift/usr --ro-bind-try /build/notes /build/notes \
        --bind /tmp/own /tmp/own --remount-ro /dev --remount-ro / --chdir /tmp/own -- \
        /build/notes --fast
        """)
  }

  @Test func whereItIsNotInstalledThatIsSaid() async throws {
    let folder = try PrivateFolder()
    defer { folder.remove() }
    await #expect {
      _ = try await Bubblewrap.find(in: "/nowhere:\(folder.path)")
    } throws: { "\($0)" == "bubblewrap is not installed" }
  }

  @Test func whereItIsForbiddenItsOwnWordsAreSaid() async throws {
    let folder = try PrivateFolder()
    defer { folder.remove() }
    let file = "\(folder.path)/bwrap"
    try "#!/bin/sh\necho 'bwrap: No permissions to create a namespace' >&2\nexit 1\n".write(
      toFile: file, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: file)
    await #expect {
      _ = try await Bubblewrap.find(in: folder.path)
    } throws: {
      "\($0)"
        == "bubblewrap makes no sandbox here: bwrap: No permissions to create a namespace"
    }
  }

  @Test func whatIsNotContainedIsOneLine() {
    let person = getuid() == 0 ? "root, as whom you grade," : "you"
    #expect(
      Containment.gaps(because: "bubblewrap is not installed")
        == """
        not contained: a program that is graded can read, change and end whatever \(person) can, and use the network \
        (bubblewrap is not installed); limits hold all the same
        """
    )
  }
}
