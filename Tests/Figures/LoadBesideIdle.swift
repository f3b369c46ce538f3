// A loop must not pay for those who ask nothing: the same load on two servers, one of which has many idle connections as well.
// Both take turns in short rounds, and of each the cheapest round counts: whatever else runs on the machine only ever adds.
//
// Once a second the server looks for connections that have idled too long. Short rounds miss that, so what the many cost while
// nobody asks is measured by itself.

import Engine

private let rounds = 41
private let busyConnections = 64
private let few = 10

func loadBesideIdle(_ options: Options) async throws -> [Measurement] {
  let many = options.connections
  var figures = [
    Measurement(what: "processor time of a request, \(few) idle beside it", unit: "µs", digits: 2),
    Measurement(what: "processor time of a request, \(many) idle beside it", unit: "µs", digits: 2),
    Measurement(what: "growth from the former to the latter", unit: "%", digits: 1, limit: 10),
    Measurement(what: "processor time of \(many) idle alone, a second", unit: "ms", digits: 2),
  ]
  guard await ProcessFiles.areThere() else {
    for index in figures.indices { figures[index].reason = ProcessFiles.reason }
    return figures
  }
  try allowDescriptors(many + few + 2 * busyConnections)
  let cheapest = try await BenchServer.run { calm in
    try await BenchServer.run { crowded in
      try await measure(calm, crowded, many: many, requests: options.requests)
    }
  }
  figures[0].value = cheapest.calm
  figures[1].value = cheapest.crowded
  figures[2].value = (cheapest.crowded / cheapest.calm - 1) * 100
  figures[3].value = cheapest.idle
  return figures
}

/// Microseconds of processor time that a request takes on each, and milliseconds that the many take while nobody asks.
private func measure(
  _ calm: BenchServer, _ crowded: BenchServer, many: Int, requests: Int
) async throws -> (calm: Double, crowded: Double, idle: Double) {
  let visitors = try await Visitor.come(few, to: calm) + Visitor.come(many, to: crowded)
  let busyOnCalm = try await Visitor.come(busyConnections, to: calm)
  let busyOnCrowded = try await Visitor.come(busyConnections, to: crowded)
  var cheapest = (calm: Double.infinity, crowded: Double.infinity)
  for _ in 0..<rounds {
    cheapest.calm = min(cheapest.calm, try await cost(of: requests, by: busyOnCalm, calm))
    cheapest.crowded = min(
      cheapest.crowded, try await cost(of: requests, by: busyOnCrowded, crowded))
  }
  let idle = try await costOfSilence(crowded)
  for visitor in visitors + busyOnCalm + busyOnCrowded { visitor.leave() }
  return (cheapest.calm, cheapest.crowded, idle)
}

/// Lets the visitors ask, all at the same time.
private func cost(of requests: Int, by visitors: [Visitor], _ server: BenchServer) async throws
  -> Double
{
  let each = max(1, requests / visitors.count)
  let before = try await ProcessFiles.processorTime(of: server.process)
  let askers = visitors.map { visitor in
    Task { for _ in 0..<each { try await visitor.ask("GET", "/") } }
  }
  for asker in askers { try await asker.value }
  let after = try await ProcessFiles.processorTime(of: server.process)
  return Double(after - before) / 1_000 / Double(each * visitors.count)
}

/// Milliseconds of processor time that a server takes in a second in which nobody asks.
private func costOfSilence(_ server: BenchServer) async throws -> Double {
  let start = ContinuousClock.now
  let before = try await ProcessFiles.processorTime(of: server.process)
  await withCheckedContinuation { turn in setTimeout(.seconds(3)) { turn.resume() } }
  let used = try await ProcessFiles.processorTime(of: server.process) - before
  return Double(used) / 1_000_000 / ((ContinuousClock.now - start) / .seconds(1))
}
