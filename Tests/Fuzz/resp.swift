// Redis' answers: however the bytes are cut, the same values come, and nothing beyond the limits.
//
// with: Chassis/Stores/RESPParser.swift

@_cdecl("LLVMFuzzerTestOneInput")
public nonisolated func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = fuzzedBytes(start, count)
  let whole = values([bytes])
  promise(whole == values(bytes.map { [$0] }), "byte by byte, it is something else")
  let cut = bytes.isEmpty ? 0 : Int(bytes[0]) % bytes.count
  promise(whole == values([Array(bytes[..<cut]), Array(bytes[cut...])]), "in two pieces, too")
  return 0
}

/// The values, and the error behind them.
private nonisolated func values(_ pieces: [[UInt8]]) -> [String] {
  var parser = RESPParser(limits: RESPLimits(bytes: 256, line: 24, values: 12, depth: 3))
  var found: [String] = []
  for piece in pieces {
    parser.append(piece)
    do throws(RESPError) {
      while let value = try parser.next() { found.append("\(value)") }
    } catch { return found + ["\(error)"] }
  }
  return found
}
