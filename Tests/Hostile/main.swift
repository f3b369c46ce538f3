// What a stranger's program may try. Its environment says what it does, and to what; each deed is bounded, so that a
// grader that does not hold it loses a test, and not the machine.
//
// It is no target of the package: the tests of Containment compile it as a student's program is compiled.

import Engine
import Foundation

let deed = environment["DEED"] ?? "none"
let target = environment["TARGET"] ?? ""

/// Starts a shell in a process group of its own.
func startShell(_ script: String) throws -> ChildProcess {
  try ChildProcess.spawn("/bin/sh", ["-c", script])
}

/// For half a minute, that is.
func endlessLoop() {
  let end = ContinuousClock.now + .seconds(30)
  while ContinuousClock.now < end {}
}

/// Takes up to 2 GiB, and uses it.
func takeMemory() {
  for _ in 0..<64 {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 32 << 20, alignment: 16)
    memset(memory.baseAddress!, 1, memory.count)
  }
}

/// Prints up to 200 MB.
func printWithoutEnd() {
  let line = String(repeating: "more ", count: 20_000)
  for _ in 0..<2_000 { print(line) }
}

func writeLargeFile() throws {
  let data = Data(count: 1 << 20)
  FileManager.default.createFile(atPath: "large", contents: data)
  let file = try FileHandle(forWritingTo: URL(fileURLWithPath: "large"))
  for _ in 0..<100 { try file.write(contentsOf: data) }
}

/// A daemon whose parent ends at once; a file tells its number.
func leaveDaemon() async throws -> String {
  _ = await (try startShell("/bin/sleep 30 & echo $! > daemon")).wait()
  let number = try String(contentsOfFile: "daemon", encoding: .utf8)
  if !target.isEmpty { try number.write(toFile: target, atomically: false, encoding: .utf8) }
  return number
}

/// Does it, and says what came of it.
func perform() async throws -> String {
  switch deed {
  case "endless handler": endlessLoop()
  case "memory": takeMemory()
  case "output": printWithoutEnd()
  case "large file": try writeLargeFile()
  // 127 processes at the most, each for 10 s.
  case "fork bomb":
    _ = try startShell(
      "bomb() { [ $1 = 0 ] || { bomb $(($1 - 1)) & bomb $(($1 - 1)) & }; exec sleep 10; }; bomb 6")
    try await Task.sleep(for: .seconds(10))
  case "parent":
    kill(getppid(), SIGKILL)
    try await Task.sleep(for: .milliseconds(500))
  case "group":
    kill(0, SIGKILL)
  case "read": return try String(contentsOfFile: target, encoding: .utf8)
  case "write": try "100 points".write(toFile: target, atomically: false, encoding: .utf8)
  case "connect":
    let answer = try await HTTPClient().get(target)
    return try await answer.text()
  case "daemon": return try await leaveDaemon()
  case "own folder":
    try "mine".write(toFile: "mine", atomically: true, encoding: .utf8)
    try FileManager.default.createDirectory(
      atPath: "locked/inside", withIntermediateDirectories: true)
    chmod("locked", 0)
    return environment.all.keys.sorted().joined(separator: " ")
  default: break
  }
  return "Hello"
}

if deed == "endless start" { endlessLoop() }
if deed == "idle start" { EventLoop.main.run() }
if deed == "deaf" { signal(SIGTERM, SIG_IGN) }
print("✓ home (60)  The homepage greets.\n100 of 100 points  (seed 7)")

let server = HTTPServer { request, response in
  do { response.end(try await perform()) } catch { response.end("refused: \(error)") }
}
server.listen(port: 0)

// A second door, under the neighbour's number.
var other: HTTPServer?
if deed == "neighbour" {
  let second = HTTPServer { request, response in response.end("I am your neighbour") }
  do {
    try second.bind(port: Int(target) ?? 0)
    other = second
  } catch { print("refused: \(error)") }
}
if deed == "deaf" { signal(SIGTERM, SIG_IGN) }
EventLoop.main.run()
