// A chunked body: any bytes give a body, a refusal, or the wish for more; cut anywhere they give the same.

nonisolated struct Outcome: Equatable {
  var body: [UInt8] = []
  var used = 0
  var isWhole = false
  var refusal: String?
  var trailers = Headers()
}

/// Decodes bytes that come in pieces of a size.
nonisolated func decode(_ bytes: [UInt8], pieces size: Int) -> Outcome {
  var decoder = BodyDecoder(.chunked)
  var outcome = Outcome()
  var end = 0
  do throws(MalformedMessage) {
    while end < bytes.count, !decoder.isFinished {
      end = min(end + size, bytes.count)
      let waiting = bytes.span.extracting(outcome.used..<end)
      outcome.used += try decoder.decode(waiting, into: &outcome.body)
    }
  } catch {
    return Outcome(body: outcome.body, refusal: error.reason)
  }
  outcome.isWhole = decoder.isFinished
  outcome.trailers = decoder.trailers
  return outcome
}

@_cdecl("LLVMFuzzerTestOneInput")
public nonisolated func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = fuzzedBytes(start, count)
  let whole = decode(bytes, pieces: max(count, 1))
  for size in [1, 2, 7] { promise(decode(bytes, pieces: size) == whole, "cut, it is another body") }
  promise(whole.used <= count, "more bytes used than there are")
  return 0
}
