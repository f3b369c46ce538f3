// What a form or the "?" of a target holds: names and values, in the order in which they came. How the text is taken
// apart stands in `FormParser`, how brackets in names become a tree in `FormTree`.

/// Names and values, decoded: the query of a target, or the fields of a form.
///
/// ```swift
/// // GET /users?role=admin&tag=new&tag=vip
/// request.query["role"]      // "admin"
/// request.query.all("tag")   // ["new", "vip"]
/// ```
///
/// A name is what was sent, brackets and all: `a[b]=c` has the name `a[b]`. What brackets mean shows where the fields are
/// read as a type of the program: `try request.query(as: Filter.self)`.
///
/// Express: `req.query`, `req.body`
public nonisolated struct FormFields: Equatable, Sendable, Sequence {
  struct Pair: Equatable {
    var name: String
    var value: String
  }

  private(set) var pairs: [Pair]
  /// What brackets in names mean.
  private let brackets: FormBrackets

  /// Reads the text behind the "?" of a target. What is no good percent-encoding stays as it is; at most 1,000 pairs
  /// are read.
  ///
  /// - Parameter extended: whether `filter[name]=Priya` is a field `name` in a field `filter`, to a depth of 5.
  public init(_ query: some StringProtocol, extended: Bool = false) {
    brackets = extended ? .ofQueries : .literal
    pairs = FormParser(brackets: brackets).pairs(in: Array(query.utf8), upTo: Self.maximumPairs)
  }

  init(_ pairs: [Pair], _ brackets: FormBrackets) {
    self.pairs = pairs
    self.brackets = brackets
  }

  /// More pairs than this are not read from a query.
  static let maximumPairs = 1_000

  /// The first value of a name, or nil where it is absent.
  public subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }

  /// All values of a name, in order.
  ///
  /// Express: an array in `req.query`
  public func all(_ name: String) -> [String] {
    pairs.filter { $0.name == name }.map(\.value)
  }

  /// Whether brackets mean something.
  var nests: Bool { brackets != .literal }

  /// Whether there is nothing in it.
  public var isEmpty: Bool { pairs.isEmpty }

  public func makeIterator() -> some IteratorProtocol<(name: String, value: String)> {
    pairs.lazy.map { (name: $0.name, value: $0.value) }.makeIterator()
  }

  /// The fields as a tree: several values of one name are an array, and brackets nest where that is asked for. All that
  /// is no array and no object is text.
  public var tree: JSONValue { FormTree.build(pairs, brackets) }
}
