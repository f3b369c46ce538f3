// The members of an object: in their order, few and many, changed and compared.

import Testing

@testable import Engine

struct JSONObjectTests {
  @Test func isReadFromAText() throws {
    let text = try JSON.Text(Array(#"{"id":1,"name":"Rahul"}"#.utf8))
    guard case .object(let members) = text.value else {
      Issue.record("no object")
      return
    }
    #expect(members["name"] == .string("Rahul"))
    #expect(members["email"] == nil)
  }

  /// On both sides of the size at which a dictionary helps to find them.
  @Test(arguments: [0, 1, 2, 7, 8, 9, 10, 1_000]) func keepsOrderAndFinds(_ count: Int) {
    var object = JSONObject()
    for number in (0..<count).reversed() { object["n\(number)"] = .number("\(number)") }
    #expect(object.map(\.key) == (0..<count).reversed().map { "n\($0)" })
    #expect(object.count == count)
    for number in 0..<count { #expect(object["n\(number)"] == .number("\(number)")) }
    #expect(object["n\(count)"] == nil)
    #expect(object[""] == nil)
  }

  @Test(arguments: [2, 9, 10, 100]) func aNameStandsOnce(_ count: Int) {
    var object = JSONObject((0..<count).map { JSONObject.Member(key: "n\($0)", value: .null) })
    object["n1"] = .bool(true)
    #expect(object.count == count)
    #expect(object.map(\.key)[1] == "n1")
    #expect(object["n1"] == .bool(true))
  }

  @Test(arguments: [1, 2, 9, 10, 100]) func forgets(_ count: Int) {
    var object = JSONObject()
    for number in 0..<count { object["n\(number)"] = .number("\(number)") }
    object["n0"] = nil
    object["none"] = nil
    #expect(object.map(\.key) == (1..<count).map { "n\($0)" })
    #expect(object["n0"] == nil)
    for number in 1..<count { #expect(object["n\(number)"] == .number("\(number)")) }
    object["n0"] = .null
    #expect(object.map(\.key).last == "n0")
  }

  @Test func orderDoesNotCountWhenCompared() {
    let object: JSONObject = ["a": .null, "b": .bool(true)]
    #expect(object == ["b": .bool(true), "a": .null])
    #expect(object != ["a": .null, "b": .bool(false)])
    #expect(object != ["a": .null])
    #expect(object != ["a": .null, "c": .bool(true)])
  }
}
