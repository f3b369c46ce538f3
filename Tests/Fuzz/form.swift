// Forms and queries with brackets: whatever the names, the tree is no deeper than allowed, and nothing ends the program.
//
// with: Chassis/Bodies/FormFields.swift
// with: Chassis/Bodies/FormParser.swift
// with: Chassis/Bodies/FormTree.swift
// with: Chassis/Bodies/Charset.swift

/// How many levels there are; lists of a list count too.
nonisolated func depth(_ value: JSONValue) -> Int {
  switch value {
  case .array(let elements): 1 + (elements.map(depth).max() ?? 0)
  case .object(let members): 1 + (members.map { depth($0.value) }.max() ?? 0)
  default: 0
  }
}

/// How many texts there are.
nonisolated func texts(_ value: JSONValue) -> Int {
  switch value {
  case .array(let elements): elements.reduce(0) { $0 + texts($1) }
  case .object(let members): members.reduce(0) { $0 + texts($1.value) }
  default: 1
  }
}

@_cdecl("LLVMFuzzerTestOneInput")
public nonisolated func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = fuzzedBytes(start, count)
  let text = String(decoding: bytes, as: UTF8.self)
  let (simple, extended) = (FormFields(text), FormFields(text, extended: true))
  promise(Array(simple).count == Array(extended).count, "brackets change the number of pairs")
  promise(depth(simple.tree) <= 2, "simple fields are nested")
  // The first name, five steps, the rest as one, and a list of several values.
  promise(depth(extended.tree) <= 9, "nested too deep")
  promise(texts(extended.tree) <= Array(extended).count, "more values than were sent")
  let latin = FormParser(brackets: .ofQueries, charset: .latin1).pairs(in: bytes, upTo: 10)
  promise(latin.count <= 10, "above the limit")
  return 0
}
