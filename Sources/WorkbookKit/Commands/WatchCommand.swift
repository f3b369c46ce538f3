// `watch`: grades again whenever the student saves.

extension Workbook {
  static let watchCommand = Command(
    name: "watch", summary: "grade again each time you save",
    operands: [.init(name: "EXERCISE")], options: [seedOption],
    details: """
      Grades the exercise, and again each time your file in its Start folder is saved with other content. In a terminal the \
      key h shows the next hint, d what would change yours into ours once you have full marks, n goes on to the next \
      exercise, and q ends it; Ctrl-C does too.
      """, example: "watch notes"
  ) { invocation in
    let exercise = try invocation.course.exercise(invocation.operands[0])
    interruptIsFine = true
    let reader = KeyReader()
    defer { reader.stop() }
    return await WatchSession(exercise, invocation, keys: reader.keys).run()
  }
}
