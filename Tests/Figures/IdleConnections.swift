// What a client costs that has been answered once and has kept its connection: memory of the server, divided by their number.
//
// What the kernel keeps for a connection (some KiB) is not in it: that is the same for every server.

import Engine

func idleConnections(_ options: Options) async throws -> [Measurement] {
  var figure = Measurement(
    what: "idle connection, of \(options.connections): memory each", unit: "KiB", digits: 2,
    limit: 6)
  guard await ProcessFiles.areThere() else {
    figure.reason = ProcessFiles.reason
    return [figure]
  }
  try allowDescriptors(options.connections)
  figure.value = try await BenchServer.run { server in
    let before = try await ProcessFiles.memory(of: server.process).now
    let visitors = try await Visitor.come(options.connections, to: server)
    let after = try await ProcessFiles.memory(of: server.process).now
    for visitor in visitors { visitor.leave() }
    return Double(after - before) / Double(visitors.count)
  }
  return [figure]
}
