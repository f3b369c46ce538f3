// Two programs compared, as a value: files, in them steps, in them rows of lines that face each other. How it is shown,
// in a terminal or on a page, is decided elsewhere.

/// What became of a line.
enum LineMark: Equatable {
  case same
  /// The same but for names that are called differently throughout.
  case renamed
  /// Something in it is different.
  case changed
  /// The other side has nothing like it.
  case only
  /// The other side has it elsewhere.
  case moved
}

/// Lines of a file.
struct LineRange: Equatable {
  var file: String
  /// From 1.
  var lines: ClosedRange<Int>

  /// `lines 4–9`, and of which file where that is not clear.
  func shown(in file: String?) -> String {
    let numbers =
      lines.count == 1
      ? "line \(lines.lowerBound)" : "lines \(lines.lowerBound)–\(lines.upperBound)"
    return file == self.file ? numbers : "\(numbers) of \(self.file)"
  }
}

/// A line of one side, with what became of it.
struct DiffCell: Equatable {
  var line: CodeLine
  var mark: LineMark
  /// Which of its tokens differ from those of the line that it faces.
  var changed: Set<Int> = []
  /// In the first line of a block that moved: where it is on the other side.
  var elsewhere: LineRange?
}

/// Two lines that face each other, or one that faces nothing.
struct DiffRow: Equatable {
  var left: DiffCell?
  var right: DiffCell?
}

/// A step of both sides, or of one.
struct DiffSection: Equatable {
  var left: Step?
  var right: Step?
  var rows: [DiffRow]

  /// `2. Answer`, as the left side calls it, else the right.
  var title: String {
    guard let step = left ?? right, step.number > 0 else { return "Before the first step" }
    return step.name.isEmpty ? "Step \(step.number)" : "\(step.number). \(step.name)"
  }
}

/// A file of both sides, or of one.
struct DiffFile: Equatable {
  var leftName: String?
  var rightName: String?
  var sections: [DiffSection]
  var renames: [Rename]

  /// What it is called, on the left if there.
  var name: String { leftName ?? rightName ?? "" }
}

/// A name that is another one throughout.
struct Rename: Equatable, Hashable {
  var old: String
  var new: String
}

/// A block that stands elsewhere on the other side.
struct MovedBlock: Equatable {
  var from: LineRange
  var to: LineRange
}

/// Two programs compared.
struct ProgramDiff: Equatable {
  let left: Listing
  let right: Listing
  let files: [DiffFile]
  let moved: [MovedBlock]

  init(_ left: Listing, _ right: Listing) {
    (self.left, self.right) = (left, right)
    var files = Self.pairedFiles(left, right).map { names in
      let lines = { (program: Listing, name: String?) in
        CodeLine.lines(of: name.flatMap { program.files[$0] } ?? "")
      }
      return DiffFile(names.left, names.right, lines(left, names.left), lines(right, names.right))
    }
    moved = markMovedBlocks(in: &files)
    self.files = files
  }

  /// Files of the same path belong together; where each side has one file only, these do.
  static func pairedFiles(_ left: Listing, _ right: Listing)
    -> [(left: String?, right: String?)]
  {
    if let one = left.files.keys.first, let other = right.files.keys.first,
      left.files.count == 1, right.files.count == 1
    {
      return [(one, other)]
    }
    return Set(left.files.keys).union(right.files.keys).sorted().map { name in
      (left.files[name] == nil ? nil : name, right.files[name] == nil ? nil : name)
    }
  }

  /// All renamed names, each once.
  var renames: [Rename] {
    var seen: Set<Rename> = []
    return files.flatMap(\.renames).filter { seen.insert($0).inserted }
  }

  /// Whether both are the same to the byte.
  var isIdentical: Bool {
    isEqual
      && files.allSatisfy { file in
        let texts = (
          file.leftName.flatMap { left.files[$0] }, file.rightName.flatMap { right.files[$0] }
        )
        return texts.0.map { Array($0.utf8) } == texts.1.map { Array($0.utf8) }
      }
  }

  /// Whether nothing differs but the spaces around lines.
  var isEqual: Bool {
    files.allSatisfy { file in
      file.leftName != nil && file.rightName != nil
        && file.sections.allSatisfy { section in
          section.rows.allSatisfy { $0.left?.mark == .same && $0.right?.mark == .same }
        }
    }
  }
}

extension DiffFile {
  init(_ leftName: String?, _ rightName: String?, _ left: [CodeLine], _ right: [CodeLine]) {
    let pairs = pairedSteps(steps(of: left), steps(of: right))
    let sections = pairs.map { DiffSection(left: $0.left, right: $0.right, names: [:]) }
    let renames = findRenames(left, right, in: sections)
    let names = Dictionary(uniqueKeysWithValues: renames.map { ($0.old, $0.new) })
    self.init(
      leftName: leftName, rightName: rightName,
      sections: names.isEmpty
        ? sections : pairs.map { DiffSection(left: $0.left, right: $0.right, names: names) },
      renames: renames)
  }
}
