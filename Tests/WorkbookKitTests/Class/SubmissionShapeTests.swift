// Which works are equal, and which are not.

import Testing

@testable import WorkbookKit

struct SubmissionShapeTests {
  private static let program = """
    let users = ["Ada", "Grace"]  // who they are
    for user in users { print("Hello \\(user)") }
    """

  @Test(arguments: [
    "let people=[\"Ada\",\"Grace\"];for person in people{\nprint(\"Hello \\(person)\")\n}\n",
    "/* mine */ let a = [\"Ada\", \"Grace\"]\n\n\n  for b in a\n  { print(\"Hello \\(b)\") }",
  ]) func namesSpacesAndCommentsDoNotCount(_ other: String) {
    #expect(SubmissionShape.of(swift: [other]) == SubmissionShape.of(swift: [Self.program]))
  }

  @Test(arguments: [
    "let users = [\"Ada\"]\nfor user in users { print(\"Hello \\(user)\") }",
    "let users = [\"Ada\", \"Grace\"]\nfor user in users { print(\"Hello \\(users)\") }",
    "var users = [\"Ada\", \"Grace\"]\nfor user in users { print(\"Hello \\(user)\") }",
  ]) func whatIsSaidCounts(_ other: String) {
    #expect(SubmissionShape.of(swift: [other]) != SubmissionShape.of(swift: [Self.program]))
  }

  @Test func requestsAreComparedLineByLine() {
    let shape = SubmissionShape.of(requests: "GET {{host}}/\nHTTP 200\n")
    #expect(shape == SubmissionShape.of(requests: "# mine\n\n  GET {{host}}/\r\n  HTTP 200"))
    #expect(shape != SubmissionShape.of(requests: "GET {{host}}/\nHTTP 404\n"))
  }
}
