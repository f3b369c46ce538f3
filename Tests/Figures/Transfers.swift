// Back-pressure, seen in memory: however much passes through the server, it must not pile up there when the other side is slow.
// The growth is the most that the process has ever had, less what it had before, so that no peak is missed.
//
// A slow side takes 256 KiB and then waits for a tick of the clock; the fast one would be done in a fraction of that time.

import Engine

private let pieceSize = 262_144

/// A download whose reader is slow.
func download(_ options: Options) async throws -> [Measurement] {
  try await growth("download to a slow reader", options.bytes) { visitor in
    try await visitor.send("GET", "/download?\(options.bytes)", bodyLength: 0)
    var count = 0
    while count < options.bytes {
      var piece = 0
      while piece < pieceSize, count < options.bytes {
        guard let bytes = try await visitor.socket.read() else { throw Cut(count: count) }
        piece += bytes.count
        count += bytes.count
      }
      await tick()
    }
  }
}

/// An upload whose handler is slow.
func upload(_ options: Options) async throws -> [Measurement] {
  try await growth("upload to a slow handler", options.bytes) { visitor in
    let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 65_536)
    try await visitor.send("POST", "/upload-slowly", bodyLength: options.bytes)
    var left = options.bytes
    while left > 0 {
      try await visitor.socket.write(left < piece.count ? Array(piece[..<left]) : piece)
      left -= min(left, piece.count)
    }
    // The handler answers with the number of bytes that it has read.
    var answer = ""
    while !answer.hasSuffix("\r\n\r\n\(options.bytes)") {
      guard let bytes = try await visitor.socket.read() else { throw Cut(count: options.bytes) }
      answer += String(decoding: bytes, as: UTF8.self)
    }
  }
}

struct Cut: Error, CustomStringConvertible {
  var count: Int
  var description: String { "the connection ended after \(count) bytes" }
}

private func growth(
  _ what: String, _ bytes: Int, _ transfer: @MainActor (Visitor) async throws -> Void
) async throws -> [Measurement] {
  var figure = Measurement(
    what: "\(what), \(bytes) bytes: growth", unit: "KiB", limit: 2_048)
  guard await ProcessFiles.areThere() else {
    figure.reason = ProcessFiles.reason
    return [figure]
  }
  figure.value = try await BenchServer.run { server in
    let before = try await ProcessFiles.memory(of: server.process).now
    let visitor = try await Visitor.come(to: server)
    try await transfer(visitor)
    visitor.leave()
    return Double(try await ProcessFiles.memory(of: server.process).most - before)
  }
  return [figure]
}
