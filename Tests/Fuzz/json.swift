// JSON texts: what Foundation reads as JSON is read here too, and the other way round; what was read is the same as a
// tree, as a text again, and after it was written; a type is read without mistakes, or the mistakes are found.

import Foundation

/// A tree as a value that can be written; numbers as their text.
nonisolated enum Written: Codable, Equatable {
  case null
  case bool(Bool)
  case text(String)
  case list([Written])
  case members([String: Written])

  init(_ value: JSONValue) {
    self =
      switch value {
      case .null: .null
      case .bool(let bool): .bool(bool)
      case .number(let text), .string(let text): .text(text)
      case .array(let elements): .list(elements.map(Written.init))
      case .object(let members):
        .members(
          Dictionary(members.map { ($0.key, Written($0.value)) }, uniquingKeysWith: { $1 }))
      }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let bool = try? container.decode(Bool.self) {
      self = .bool(bool)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let list = try? container.decode([Written].self) {
      self = .list(list)
    } else {
      self = .members(try container.decode([String: Written].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let bool): try container.encode(bool)
    case .text(let text): try container.encode(text)
    case .list(let list): try container.encode(list)
    case .members(let members): try container.encode(members)
    }
  }
}

nonisolated struct Person: Codable {
  var name: String
  var age: Int?
  var tags: [String: [Double]]
  var born: Date?
}

nonisolated func depth(_ value: JSONValue) -> Int {
  switch value {
  case .array(let elements): 1 + (elements.map(depth).max() ?? 0)
  case .object(let members): 1 + (members.map { depth($0.value) }.max() ?? 0)
  default: 0
  }
}

/// Where the two may differ: Foundation guesses UTF-16 from zeros, takes a comma behind the last element, refuses half a
/// pair of `\u` and numbers that no double holds, and counts depth in its own way.
nonisolated func mayDiffer(_ bytes: [UInt8]) -> Bool {
  let text = String(decoding: bytes.filter { $0 > 0x20 }, as: UTF8.self)
  return bytes.contains(0) || bytes.starts(with: [0xEF, 0xBB, 0xBF]) || text.contains("\\")
    || bytes.count > 400 || bytes.filter(\.isDigit).count > 15
    || text.contains(/[0-9.][eE]/) || text.contains(/,[\]}]/)
}

nonisolated func checkType<Value: Decodable>(_ text: JSON.Text, _ type: Value.Type) {
  let mistakes = text.mistakes(as: type).found
  do {
    _ = try text.decode(type)
    promise(mistakes.isEmpty, "a mistake in what can be read")
  } catch {
    promise(error is JSONError, "another error than JSONError")
    promise(
      mistakes.contains { $0.place == (error as? JSONError)?.place }, "its mistake is not found")
  }
  _ = try? text.decode(type, readingText: true)
}

@_cdecl("LLVMFuzzerTestOneInput")
public nonisolated func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = fuzzedBytes(start, count)
  if !mayDiffer(bytes) {
    let other = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
    promise(((try? JSON.Text(bytes)) != nil) == (other != nil), "JSON here or there only")
  }
  do {
    let text = try JSON.Text(bytes)
    let tree = text.value
    promise(depth(tree) <= JSON.maximumDepth, "nested too deep")
    promise(JSON.Text(tree).value == tree, "as a text again it is another tree")
    let written = Written(tree)
    let again = try? JSON.parse(JSON.encode(written), as: Written.self)
    promise(depth(tree) > 490 || again == written, "written and read it is another tree")
    checkType(text, Person.self)
    checkType(text, [Person].self)
    checkType(text, [String: Int8].self)
  } catch {
    promise(error.isSyntax && error.place.hasPrefix("line "), "no place is told")
  }
  return 0
}
