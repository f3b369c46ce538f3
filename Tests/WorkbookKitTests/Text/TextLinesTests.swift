import Testing

@testable import WorkbookKit

struct TextLinesTests {
  @Test func linesEndWithALineFeed() {
    #expect(textLines("a\r\n\nb\u{2028}c") == ["a\r", "", "b\u{2028}c"])
    #expect(textLines("a\n") == ["a"])
    #expect(textLines("") == [])
  }

  @Test func linesAreComparedWithoutTheSpacesAroundThem() {
    #expect(trimmedBytes("\t a  b \r") == Array("a  b".utf8))
    #expect(trimmedBytes(" \t\r") == [])
  }
}
