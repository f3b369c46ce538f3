// What a template may show: a tree of texts, numbers, lists and named fields.
//
// A view is handed any Encodable. A template knows no Swift types, only names, so the value becomes such a tree first (how:
// ViewValue+Encoding.swift). It also keeps templates from more than reading: there is nothing in it that can be called.

/// A value as templates see it.
///
/// ```swift
/// try ViewValue(["name": "Rahul"])  // fields(["name": text("Rahul")])
/// ```
///
/// Express: `options` of `app.engine`
public nonisolated enum ViewValue: Sendable, Equatable {
  /// `nil`, or what is not there.
  case nothing
  case bool(Bool)
  /// As it is shown: the fewest digits, no `.0`.
  case number(String)
  /// Also dates (ISO 8601), addresses, UUIDs: what they are in JSON.
  case text(String)
  case list([ViewValue])
  case fields([String: ViewValue])

  /// No value may be nested deeper than this, so that none can exhaust the stack.
  public static let maximumDepth = 200
}

extension ViewValue {
  /// Whether a section is shown for it. `nil`, `false`, 0, an empty text and an empty list are as good as not there.
  nonisolated var isTruthy: Bool {
    switch self {
    case .nothing: false
    case .bool(let isTrue): isTrue
    case .number(let digits): digits != "0" && digits != "NaN"
    case .text(let text): !text.isEmpty
    case .list(let elements): !elements.isEmpty
    case .fields: true
    }
  }

  /// The field of a name; nil where there is none, or where this has no fields.
  nonisolated subscript(name: String) -> ViewValue? {
    if case .fields(let fields) = self { fields[name] } else { nil }
  }
}
