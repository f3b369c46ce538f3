// `merge`: puts the parts of a class together that several machines have graded.

import Foundation

extension Workbook {
  static let mergeCommand = Command(
    name: "merge", summary: "put the parts of a class together that several machines graded",
    operands: [.init(name: "PART", isRepeated: true)],
    options: [
      .init(name: "out", value: "OUT", meaning: "the folder for the gradebook and the reports"),
      .init(
        name: "anonymous", value: nil,
        meaning: "write codes for names; OUT/\(StudentNames.file) says which is whose"),
    ],
    details: """
      Each PART is the folder that one grade-class --shard wrote. OUT gets what grade-class writes for a whole class. \
      A part that is missing, was not finished, or was graded with another seed gets a line, and the others are put \
      together all the same. The status is 0 if nothing is missing, and 1 otherwise.
      """, example: "merge part-1 part-2 --out graded"
  ) { invocation in
    let folder = try ClassFolder(invocation)
    let merge = try ClassMerge(invocation.operands)
    try folder.prepare()
    var run = merge.run
    var works = merge.works
    if invocation.has("anonymous") {
      let names = try StudentNames.coded(run.students, in: folder)
      run.isAnonymous = true
      run.students = run.students.map { names[$0] }.sorted()
      run.problems = run.problems.map(names.hidden)
      for index in works.indices { works[index].student = names[works[index].student] }
    }
    for work in works { try folder.write(work) }
    return try finish(run, works, merge.run.problems, folder, invocation.terminal)
  }
}
