// Queries and cookies, as they come: pairs are read in order and up to their limit, what is written again as it should be
// is read as the same, and nothing ends the program.
//
// with: Chassis/Bodies/FormFields.swift
// with: Chassis/Bodies/FormParser.swift
// with: Chassis/Bodies/FormTree.swift
// with: Chassis/Bodies/Charset.swift

/// A query, written again with everything encoded that can be.
nonisolated func written(_ query: FormFields) -> String {
  query.map { "\(encodeURIComponent($0.name))=\(encodeURIComponent($0.value))" }
    .joined(separator: "&")
}

nonisolated func checkQuery(_ text: String) {
  let query = FormFields(text)
  let pieces = text.utf8.split(separator: UInt8(ascii: "&"))
  let pairs = Array(query)
  promise(pairs.count == min(pieces.count, 1_000), "a pair is lost, or above the limit")
  promise(query.isEmpty == pairs.isEmpty, "what is empty is not")
  for pair in pairs.prefix(20) {
    let same = pairs.filter { $0.name == pair.name }.map(\.value)
    promise(query.all(pair.name) == same, "the values of a name are others")
    promise(query[pair.name] == same.first, "the first value of a name is another")
  }
  promise(
    Array(FormFields(written(query))).map(\.value) == pairs.map(\.value), "written, it is another")
  promise(FormFields(written(query)) == query, "written and read, it is another query")
}

/// Several `Cookie` fields read as one, each pair in its place.
nonisolated func checkCookieFields(_ text: String) {
  let lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false)
    .map { String(Substring($0)) }
  var headers = Headers()
  for (index, line) in lines.enumerated() {
    headers.append(index.isMultiple(of: 2) ? "Cookie" : "cookie", line)
    headers.append("Set-Cookie", line)
  }
  promise(
    headers["COOKIE"] == lines.joined(separator: "; "), "the Cookie fields are joined otherwise")
  promise(headers["set-cookie"] == lines[0], "Set-Cookie was joined")
  promise(headers.values(of: "Set-Cookie") == lines, "a Set-Cookie is lost")
  headers["cookie"] = "a=b"
  promise(headers.values(of: "Cookie") == ["a=b"], "set, it is not the only one")
}

@_cdecl("LLVMFuzzerTestOneInput")
public nonisolated func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = String(decoding: fuzzedBytes(start, count), as: UTF8.self)
  checkQuery(text)
  if count.isMultiple(of: 64) { checkQuery(String(repeating: "&\(text)", count: 1_001)) }
  checkCookieFields(text)
  return 0
}
