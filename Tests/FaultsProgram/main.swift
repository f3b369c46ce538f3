// The server that the tests of faults and of `Cluster` start, as a student would write it, with a path for each thing that can go
// wrong. It is a program of its own because these tests end it by signals, use up its descriptors, and want the loop on the
// main thread, none of which a test process can bear.

import Engine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// Whatever a test forgets: no process of it outlives the test for long.
alarm(110)

func milliseconds(_ variable: String, or usual: Duration) -> Duration {
  environment[variable].flatMap { Int($0) }.map { .milliseconds($0) } ?? usual
}

/// How many descriptors are open.
func openDescriptors() -> Int { (0..<10_000).count { fcntl($0, F_GETFD) != -1 } }

/// What this process shall do wrong: nothing, or what the file says.
func fault() async -> String {
  guard let file = environment["FAULT_FILE"], let bytes = try? await readFile(file) else {
    return ""
  }
  return String(decoding: bytes, as: UTF8.self)
}

if let workers = environment["WORKERS"].flatMap({ Int($0) }) {
  var limits = ClusterLimits()
  limits.readyTimeout = milliseconds("READY_TIMEOUT", or: limits.readyTimeout)
  limits.stopTimeout = milliseconds("STOP_TIMEOUT", or: limits.stopTimeout)
  limits.longestDelay = milliseconds("LONGEST_DELAY", or: limits.longestDelay)
  if let path = environment["SOCKET_PATH"] {
    Cluster.run(workers: workers, path: path, limits: limits)
  }
  let ports = environment["PORTS"].flatMap { Int($0) } ?? 1
  Cluster.run(workers: workers, ports: Array(repeating: 0, count: ports), limits: limits)
}

// The tests may be slow to ask again.
var patient = Limits()
patient.keepAliveTimeout = .seconds(120)
let server = HTTPServer(limits: patient) { request, response in
  switch request.url {
  case "/who": response.end("\(getpid()) \(Cluster.worker ?? 0)")
  case "/in-two-parts":
    try await response.write("begun ")
    _ = try await request.body.collect()
    response.end("and finished")
  case "/descriptors": response.end("\(openDescriptors())")
  case "/child":
    let script = "[ -e /dev/fd/4 ] && echo open || echo closed"
    response.end(try await ChildProcess.run("/bin/sh", ["-c", script]).output)
  case "/cpu": response.end("\(clock() / 1_000) ms")
  case "/flood":
    while true { try await response.write([UInt8](repeating: 120, count: 65_536)) }
  case "/cancels-itself":
    withUnsafeCurrentTask { $0?.cancel() }
    response.end("\(Task.isCancelled)")
  case "/is-cancelled": response.end("\(Task.isCancelled)")
  case "/print":
    print("a line that nobody reads")
    response.end("printed")
  case "/mistakes":
    response.statusCode = 99
    response.writeHead(200)
    response.writeHead(201)
    response.statusCode = 404
    response.headers["X-Late"] = "lost"
    response.end("once")
    response.end("twice")
  case "/illegal-field":
    response.headers["X-Name"] = "two\r\nlines"
    response.end()
  case "/forgets": break
  case "/throws":
    try await response.write("part")
    throw SystemError("write", number: 5)
  case "/short":
    response.headers["Content-Length"] = "10"
    try await response.write("part")
    response.end()
  case "/closes-the-server":
    response.end("Goodbye")
    await server.close(deadline: .seconds(3_600))
    report("closed")
  case "/cuts-itself-off":
    response.destroy()
    await withTaskCancellationHandler {
      while !Task.isCancelled {
        await withCheckedContinuation { turn in setImmediate { turn.resume() } }
      }
    } onCancel: {
      Task { @MainActor in report("cancelled") }
    }
  case "/stuck":
    try await response.write("for ever")
    setImmediate { while true {} }  // What was written has left by then.
  default: response.end("Hello")
  }
}

Task {
  switch await fault() {
  case "crash": _exit(3)
  case "hang": break
  default:
    if let path = environment["SOCKET_PATH"] {
      server.listen(path: path)
    } else {
      server.listen(port: 0)
    }
    if Cluster.worker == nil { report("listens on http://127.0.0.1:\(server.port)/") }
    if environment["PORTS"] == "2" {
      HTTPServer { _, response in response.end("second") }.listen(port: 0)
    }
  }
}
EventLoop.main.run()
