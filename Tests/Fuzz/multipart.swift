// Forms of parts: however the bytes are cut, the same events come out, or the same reason why they are no form.
//
// with: Chassis/Multipart/MultipartParser.swift
// with: Chassis/Multipart/PartHead.swift
// with: Chassis/Multipart/HeaderParameters.swift

nonisolated func outcome(_ pieces: [[UInt8]]) -> [String] {
  guard var parser = MultipartParser(boundary: "b") else { return [] }
  var words: [String] = []
  var data: [UInt8] = []
  do throws(MalformedMultipart) {
    for piece in pieces {
      for event in try parser.parse(piece) {
        switch event {
        case .head(let head):
          words.append("\(head)")
        case .data(let bytes): data += bytes
        case .end:
          words.append("\(data)")
          data = []
        }
      }
    }
    try parser.finish()
  } catch {
    // What came before a mistake depends on the cuts: whoever reads throws it away.
    return [error.reason]
  }
  return words
}

@_cdecl("LLVMFuzzerTestOneInput")
public nonisolated func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = fuzzedBytes(start, count)
  let whole = outcome([bytes])
  let cut = count == 0 ? 0 : Int(bytes[0]) % count
  promise(outcome([Array(bytes[..<cut]), Array(bytes[cut...])]) == whole, "cut in two, it differs")
  promise(outcome(bytes.map { [$0] }) == whole, "byte by byte, it differs")
  _ = HeaderParameters(bytes)
  return 0
}
