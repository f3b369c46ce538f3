// A lesson's two programs, compiled and started.

extension LessonPair {
  /// Compiles both columns of a lesson and starts them.
  ///
  /// Throws `WorkbookError` with the compiler's words where one does not compile.
  static func start(_ lesson: Lesson, _ compiler: Compiler) async throws -> LessonPair {
    async let raw = program(in: lesson.rawFolder, for: .raw, compiler)
    async let framework = program(in: lesson.frameworkFolder, for: .framework, compiler)
    return try await LessonPair(raw: raw, framework: framework)
  }

  private static func program(
    in folder: String, for column: BuiltModules.Column, _ compiler: Compiler
  ) async throws -> String {
    switch try await compiler.compile(folder: folder, for: column) {
    case .built(let program): return program
    case .refused(let words):
      throw WorkbookError("\(folder) does not compile; the compiler says:\n\(words)")
    case .tookTooLong(let seconds):
      throw WorkbookError("\(folder): compiling took longer than \(seconds) s")
    case .overLimit(let excess):
      throw WorkbookError("\(folder): compiling was ended: \(excess.words)")
    }
  }
}

extension Program.StartFailure: CustomStringConvertible {
  public var description: String {
    switch self {
    case .ended(let status, let output):
      "a program ended before it listened: \(status.words)\n\(output)"
    case .neverListened(let seconds, let output):
      "a program did not listen within \(seconds) s\n\(output)"
    case .cannotStart(let reason): "a program could not be started: \(reason)"
    }
  }
}
