// What a teacher plans with, in Lessons/README.md: the minutes are those of the lessons and exercises themselves, the sums are
// right, and the plan for four weeks holds all of them, in an order that teaches.

import Foundation
import Testing

@testable import WorkbookKit

@MainActor struct SyllabusTests {
  private let course: Course
  private let text: String

  init() throws {
    course = try LessonTests.course()
    text = try String(contentsOfFile: "\(course.root)/Lessons/README.md", encoding: .utf8)
  }

  /// The rows of a section's tables, each as its cells.
  private func rows(of title: String) throws -> [[String]] {
    let section = try #require(sections(of: text).first { $0.title == title })
    return section.text.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst().map {
      $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }

  @Test func theSyllabusNamesEveryLessonWithItsMinutesAndExercises() throws {
    let expected = course.lessons.map { lesson in
      let exercises = course.exercises.filter { $0.lesson == lesson.number }.map { exercise in
        "[\(exercise.topic)](../Exercises/\(exercise.folder)/README.md) \(exercise.minutes)"
      }
      let name = "\(lesson.folder.prefix(2)) \(lesson.title)"
      return [
        "[\(name)](\(lesson.folder)/README.md)", "\(lesson.minutes)",
        exercises.isEmpty ? "none" : exercises.joined(separator: ", "),
      ]
    }
    let rows = try rows(of: "The syllabus")
    #expect(rows.map { [$0[0], $0[1], $0[3]] } == expected)
    for row in rows { #expect(row[2].count > 20) }
    let lessons = course.lessons.map(\.minutes).reduce(0, +)
    let exercises = course.exercises.map(\.minutes).reduce(0, +)
    #expect(text.contains("The lessons take \(lessons) minutes, the exercises \(exercises),"))
  }

  /// The lessons that each lesson presumes, and those that they presume in turn.
  private func presumed() throws -> [Int: Set<Int>] {
    var presumed: [Int: Set<Int>] = [:]
    let rows = try rows(of: "What each lesson presumes")
    #expect(rows.map { Int($0[0]) } == course.lessons.map(\.number))
    for (lesson, row) in zip(course.lessons, rows) {
      let named = Set(row[1].matches(of: /\d\d/).compactMap { Int($0.0) })
      #expect(named.allSatisfy { presumed[$0] != nil }, "\(lesson.folder)")
      presumed[lesson.number] = named.reduce(into: named) { $0.formUnion(presumed[$1] ?? []) }
    }
    return presumed
  }

  /// It is what its README names, and where its words are explained.
  @Test func whatALessonPresumesIsTold() throws {
    let presumed = try presumed()
    let texts = try course.lessons.map(LessonText.init)
    for (place, text) in texts.enumerated() {
      let lesson = text.lesson
      let readme = try String(contentsOfFile: lesson.readme, encoding: .utf8)
      let named = readme.matches(of: /[Ll]essons? (\d\d)(?: and (\d\d))?/)
        .flatMap { [$0.1, $0.2 ?? $0.1] }.compactMap { Int($0) }.filter { $0 < lesson.number }
      let explaining = texts[..<place].filter { earlier in
        earlier.introduced.contains { !LessonText.everyday.contains($0) && text.uses($0) }
      }.map(\.lesson.number)
      let missing = Set(named + explaining).subtracting(presumed[lesson.number] ?? [])
      #expect(missing.sorted() == [], "\(lesson.folder) stands on them")
    }
  }

  /// A row of a plan: when, which lessons, which exercises, how many minutes.
  private func minutes(_ row: [String]) throws -> Int {
    let lessons = try row[1].matches(of: /\d\d/).map { try course.lesson(String($0.0)) }
    let exercises = try row[2].matches(of: /[a-z-]+/).map { try course.exercise(String($0.0)) }
    return (lessons.map(\.minutes) + exercises.map(\.minutes)).reduce(0, +)
  }

  @Test(arguments: [("Four weeks", 120), ("Two days", 150)])
  func thePlansAddUp(_ title: String, _ most: Int) throws {
    let presumed = try presumed()
    var done: Set<Int> = []
    for row in try rows(of: title) {
      for number in row[1].matches(of: /\d\d/).compactMap({ Int($0.0) }) {
        #expect(presumed[number]?.isSubset(of: done) == true, "\(row[0]): \(number)")
        done.insert(number)
      }
      #expect(row[3] == "\(try minutes(row))", "\(row[0])")
      #expect(try minutes(row) <= most, "\(row[0])")
    }
  }

  @Test func fourWeeksHoldEverythingInOrder() throws {
    var lessons: [String] = []
    var exercises: [String] = []
    for row in try rows(of: "Four weeks") {
      lessons += row[1].matches(of: /\d\d/).map { String($0.0) }
      for match in row[2].matches(of: /[a-z-]+/) {
        let exercise = try course.exercise(String(match.0))
        exercises.append(exercise.topic)
        #expect(lessons.contains { Int($0) == exercise.lesson }, "\(exercise.topic)")
      }
    }
    #expect(lessons == course.lessons.map { String($0.folder.prefix(2)) })
    #expect(exercises.sorted() == course.exercises.map(\.topic).sorted())
  }
}
