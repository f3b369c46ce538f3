// The head of a request: any bytes give a head, a refusal, or the wish for more; cut anywhere they give the same.

@_cdecl("LLVMFuzzerTestOneInput")
public nonisolated func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = fuzzedBytes(start, count)
  let results = wholeAndCut(bytes.count) {
    var parser = RequestHeadParser()
    return { parser.parse(bytes.span.extracting(0..<$0)) }
  }
  switch results {
  case (.needMore, .needMore): break
  case (.complete(let head, let length), .complete(let same, let sameLength)):
    promise(head == same && length == sameLength, "cut, the head is another")
    promise(length <= count, "the head is longer than its bytes")
  case (.invalid(let refusal), .invalid(let same)):
    promise(refusal == same, "cut, it is refused for another reason")
    promise((400...505).contains(refusal.status), "no status of a refusal")
  default: promise(false, "cut, it is judged otherwise")
  }
  return 0
}
