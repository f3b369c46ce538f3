// `autograder`: a folder for a system that a school already has, which then grades by itself.

extension Workbook {
  private static let exerciseOption = Command.Option(
    name: "exercise", value: "EXERCISE",
    meaning: "only this exercise, in FOLDER itself; else each has a folder of its own in it")

  static let autograderCommand = Command(
    name: "autograder", summary: "for teachers: a folder by which Gradescope or classroom50 grades",
    operands: [.init(name: "PLATFORM"), .init(name: "FOLDER")], options: [exerciseOption],
    details: """
      Writes what gradescope or classroom50 needs to grade an exercise: the course, a script that prepares a machine once, \
      and one that grades a submission and always leaves a result. FOLDER must be new or empty. The scripts are short: \
      read them.
      """, example: "autograder gradescope graders --exercise notes"
  ) { invocation in
    let (name, folder) = (invocation.operands[0], invocation.operands[1])
    guard let platform = Autograder.Platform(rawValue: name) else {
      let names = Autograder.Platform.allCases.map(\.rawValue)
      throw WorkbookError(
        "autograder knows \(names.joined(separator: " and ")), not \"\(name)\""
          + suggestion(for: name, among: names))
    }
    let course = try invocation.course
    let records = try invocation.records
    let chosen = try invocation.options[exerciseOption.name].map(course.exercise)
    let autograders = try (chosen.map { [$0] } ?? course.exercises).map { exercise in
      let autograder = Autograder(platform: platform, exercise: exercise)
      let place = chosen == nil ? "\(folder)/\(exercise.folder)" : folder
      try autograder.write(to: place, course, startFolder: records.startFolder)
      invocation.terminal.say("\(place) is written")
      return autograder
    }
    if let autograder = autograders.first { invocation.terminal.say(autograder.platform.advice) }
    return .fine
  }
}
