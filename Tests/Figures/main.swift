// The figures that Engine promises and that no load generator shows: memory, growth, start, what idle connections cost, how
// often a request allocates. Each is measured on `bench-server` in a process of its own, over real sockets, and printed beside
// what it must reach; the status is 1 where one does not. How to run it stands in Tests/README.md.
//
// To read: this file, then the figures (IdleConnections, Transfers, FirstAnswer, LoadBesideIdle, Allocations), each of which
// fits a page; they stand on BenchServer (starts and ends it), Visitor (asks it) and ProcessFiles (what the system knows of it).

import Engine

/// All figures by their names, in the order in which they are measured.
let figures: [(name: String, measure: @MainActor (Options) async throws -> [Measurement])] = [
  ("idle", idleConnections), ("download", download), ("upload", upload), ("start", firstAnswer),
  ("load", loadBesideIdle), ("allocations", allocations),
]

/// Measures what was asked for, one figure after the other: each wants the machine for itself.
func run(_ options: Options) async throws -> Bool {
  var isReached = true
  print(Table.head)
  for figure in figures where options.figures.isEmpty || options.figures.contains(figure.name) {
    for measurement in try await figure.measure(options) {
      print(Table.row(measurement))
      isReached = isReached && measurement.isReached
    }
  }
  return isReached
}

Task {
  // However it ends, by Ctrl-C too, no server is left behind.
  EventLoop.main.onStop { await BenchServer.endAll() }
  setTimeout(.seconds(900)) {
    report("given up after 15 minutes; ask for single figures, or for smaller ones")
    EventLoop.main.stop(status: 2)
  }
  do {
    let options = try Options(CommandLine.arguments.dropFirst(), knowing: figures.map(\.name))
    EventLoop.main.stop(status: try await run(options) ? 0 : 1)
  } catch {
    report("\(error)")
    EventLoop.main.stop(status: 2)
  }
}
EventLoop.main.run()
