// The values that queries find, filters change and predicates judge.

/// A value at run time.
public enum Value: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int64)
  case float(Double)
  case text(String)
  case bytes([UInt8])
  case list([Value])
  /// In the order in which the names stand in the JSON.
  case object([(name: String, value: Value)])
  /// Seconds since 1970, UTC.
  case date(Double)

  public static func == (left: Value, right: Value) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.integer(let left), .integer(let right)): left == right
    case (.float(let left), .float(let right)): left == right
    case (.integer(let left), .float(let right)): Double(left) == right
    case (.float(let left), .integer(let right)): left == Double(right)
    // Byte by byte: on the wire, letters that look alike are not the same.
    case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
    case (.bytes(let left), .bytes(let right)): left == right
    case (.list(let left), .list(let right)): left == right
    case (.date(let left), .date(let right)): left == right
    case (.object(let left), .object(let right)):
      left.count == right.count
        && left.allSatisfy { pair in
          right.contains { $0.name == pair.name && $0.value == pair.value }
        }
    default: false
    }
  }
}
