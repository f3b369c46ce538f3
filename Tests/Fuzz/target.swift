// Percent-encoding, and the values of fields: what is decoded and encoded again is the same; nothing ends the program.

@_cdecl("LLVMFuzzerTestOneInput")
public nonisolated func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = String(decoding: fuzzedBytes(start, count), as: UTF8.self)
  if let decoded = try? decodeURIComponent(text) {
    let again = try? decodeURIComponent(encodeURIComponent(decoded))
    promise(again == decoded, "encoded and decoded, it is another text")
  }
  var headers: Headers = ["Content-Length": text, "Transfer-Encoding": "chunked"]
  _ = try? messageFraming(headers, .http11)
  headers["Transfer-Encoding"] = nil
  if case .length(let length)? = try? messageFraming(headers, .http11) {
    promise(length >= 0 && text.utf8.allSatisfy { $0.isDigit }, "no length is \(text)")
  }
  promise(text.namesToken("close") == text.lowercased().namesToken("close"), "case matters")
  do throws(IllegalHeader) {
    try IllegalHeader.check(Headers.Field(name: "Name", value: text))
    promise(!text.utf8.contains { $0 == 10 || $0 == 13 || $0 == 0 }, "a line break passes")
  } catch {}
  return 0
}
