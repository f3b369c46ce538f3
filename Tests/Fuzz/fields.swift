// What a request asks of the answer: ranges, wishes, tags, dates, addresses. Whatever comes, the program goes on; a range
// lies within its size, what is preferred was offered, what was read and is written again is read as the same, and nobody
// is believed who is not trusted.
//
// Each line is the value of a field.
//
// with: Chassis/Fields/ByteRanges.swift Chassis/Fields/ContentDisposition.swift Chassis/Fields/EntityTag.swift Chassis/Fields/IPAddress.swift Chassis/Fields/MediaType.swift Chassis/Fields/Negotiation.swift Chassis/Fields/Preconditions.swift Chassis/Fields/TrustProxy.swift Chassis/Fields/WeightedList.swift
// with: Chassis/Application/HTTPError.swift Chassis/Validation/ValidationError.swift Chassis/Multipart/HeaderParameters.swift

nonisolated func checkRanges(_ text: String) {
  for size in [0, 1, 100, Int.max] {
    guard case .ranges(let ranges, let unit) = RequestedRanges(text, size: size) else { continue }
    promise(!ranges.isEmpty && !unit.isEmpty, "ranges without a range")
    promise(
      ranges.allSatisfy { !$0.isEmpty && $0.lowerBound >= 0 && $0.upperBound <= size },
      "out of the size")
    guard case .ranges(let combined, unit) = RequestedRanges(text, size: size).combined else {
      fatalError("combined, they are no ranges")
    }
    let sorted = combined.sorted { $0.lowerBound < $1.lowerBound }
    for (one, next) in zip(sorted, sorted.dropFirst()) {
      promise(one.upperBound < next.lowerBound, "combined, two still touch")
    }
    for range in ranges {
      promise(
        combined.contains {
          $0.lowerBound <= range.lowerBound && range.upperBound <= $0.upperBound
        }, "combined, a part is lost")
    }
    for range in combined {
      promise(
        ranges.contains { $0.lowerBound == range.lowerBound }
          && ranges.contains { $0.upperBound == range.upperBound }, "combined, a part is made up")
    }
  }
}

nonisolated func checkWishes(_ text: String) {
  for range in WeightedRange.list(text) {
    promise(!range.name.isEmpty && (0...1).contains(range.quality), "no wish")
  }
  let offers: [(Wishes.Kind, [String])] = [
    (.types, ["text/html", "application/json"]), (.encodings, ["br", "gzip", "identity"]),
    (.languages, ["en", "de-CH"]), (.charsets, ["utf-8"]),
  ]
  for (kind, offers) in offers {
    let wishes = Wishes(kind, text)
    guard let preferred = wishes.preferred(among: offers) else {
      promise(offers.allSatisfy { wishes.quality(of: $0) == 0 }, "nothing is taken, and yet liked")
      continue
    }
    let most = offers.map { wishes.quality(of: $0) }.max() ?? 0
    promise(offers.contains(preferred), "not offered")
    promise(wishes.quality(of: preferred) == most && most > 0, "another one is liked better")
  }
}

nonisolated func checkVersions(_ text: String) {
  if let tag = EntityTag(text) {
    promise(EntityTag(tag.description) == tag, "written, it is another tag")
    promise(EntityTags(text).contain(tag) { $0 == $1 }, "a tag is no list of itself")
    promise(!tag.equalsStrongly(EntityTag(weak: tag.text)), "a weak tag equals strongly")
  }
  if let seconds = parseHTTPDate(text, now: 1_800_000_000) {
    promise(parseHTTPDate(httpDate(seconds)) == seconds, "written, it is another date")
  }
  let version = Version(tag: EntityTag(weak: "a"), modified: 0)
  let conditions = Preconditions(fields: [
    "If-Match": text, "If-None-Match": text, "If-Range": text, "Cache-Control": text,
  ])
  promise(conditions.fail(for: version) || text.contains("*"), "a weak tag matches strongly")
  _ = conditions.isFresh(version)
  if conditions.allowsPart(of: version) {
    promise(parseHTTPDate(text) == 0, "a weak tag names bytes")
  }
  let disposition = attachmentDisposition(text)
  promise(disposition.utf8.allSatisfy { 0x20...0x7E ~= $0 }, "a byte that is no text in a field")
}

nonisolated func checkAddresses(_ text: String) {
  if let address = IPAddress(text) {
    let written = address.groups.map { String($0, radix: 16) }.joined(separator: ":")
    promise(IPAddress(written) == address, "written, it is another address")
    promise(IPNetwork(text)?.contains(address) == true, "an address is not in itself")
  }
  promise(TrustProxy.off.chain(from: "10.0.0.1", forwardedFor: text) == ["10.0.0.1"], "believed")
  let chain = TrustProxy(hops: 2).chain(from: "10.0.0.1", forwardedFor: text)
  promise(chain.count <= 3 && chain.allSatisfy { IPAddress($0) != nil }, "junk is an address")
}

@_cdecl("LLVMFuzzerTestOneInput")
public nonisolated func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = fuzzedBytes(start, count)
  for line in bytes.split(separator: 10, omittingEmptySubsequences: false) {
    let text = String(decoding: line, as: UTF8.self)
    checkRanges(text)
    checkWishes(text)
    checkVersions(text)
    checkAddresses(text)
  }
  return 0
}
