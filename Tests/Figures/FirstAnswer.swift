// How long after its start a server has answered: what a deployment, a crash or a scale-up makes clients wait.

import Engine

func firstAnswer(_ options: Options) async throws -> [Measurement] {
  var times: [Double] = []
  for _ in 0..<options.starts {
    let start = ContinuousClock.now
    let server = try await BenchServer.start()
    let visitor = try await Visitor.come(to: server)
    try await visitor.ask("GET", "/")
    times.append((ContinuousClock.now - start) / .milliseconds(1))
    visitor.leave()
    await server.end()
  }
  return [
    Measurement(
      what: "from exec to the first answer, median of \(options.starts)", value: median(times),
      unit: "ms", digits: 1, limit: 20)
  ]
}
