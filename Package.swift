// swift-tools-version: 6.2
import PackageDescription

// One line a lesson: folder `Lessons/<number>-<topic>`, executables `<topic>-raw` and `<topic>-framework`.
let lessons = [
  "01-hello",
  "02-methods",
  "03-route-parameters",
  "04-query-strings",
  "05-json-bodies",
  "06-forms",
  "07-responses",
  "08-middleware",
  "09-guards",
  "10-routers",
  "11-errors",
  "12-static-files",
  "13-views",
  "14-cookies-and-sessions",
  "15-files-and-environment",
  "16-event-loop",
  "21-users-api",
  "23-infer-and-projects",
]

// One line an exercise: folder `Exercises/<number>-<topic>`, executables `<topic>-exercise` and `<topic>-solution`,
// and what it may import.
let exercises: [(folder: String, uses: String)] = [
  ("01-bakery", "Engine"),
  ("02-library-door", "Chassis"),
  ("02-notes", "Engine"),
  ("03-catalogue", "Chassis"),
  ("03-patterns", "Engine"),
  ("04-shop-search", "Engine"),
  ("05-sign-ups", "Chassis"),
  ("06-workshop", "Chassis"),
  ("07-tea-orders", "Chassis"),
  ("08-audit-trail", "Chassis"),
  ("08-onion", "Engine"),
  ("09-seven-gates", "Chassis"),
  ("09-tool-library", "Chassis"),
  ("10-notice-boards", "Chassis"),
  ("11-leaky-errors", "Chassis"),
  ("12-reading-room", "Chassis"),
  ("13-seed-box", "Chassis"),
  ("14-club-shop", "Chassis"),
  ("15-recipe-cards", "Engine"),
  ("16-flower-market", "Chassis"),
  ("21-garden-club", "Chassis"),
  ("23-order-desk", "Chassis"),
]

// Exercises of the kind *break*: requests stand beside their programs.
let breaks = ["02-library-door", "05-sign-ups", "09-seven-gates"]

// One loop, one thread: whatever says nothing else runs on the main actor, which is the event loop.
let onTheLoop: [SwiftSetting] = [.defaultIsolation(MainActor.self)]

func topic(_ folder: String) -> String {
  folder.split(separator: "-").dropFirst().joined(separator: "-")
}

func program(
  _ name: String, _ path: String, uses module: String, beside files: [String] = []
) -> Target {
  .executableTarget(
    name: name, dependencies: [.byName(name: module)], path: path, exclude: files,
    swiftSettings: onTheLoop)
}

func tests(_ name: String, of targets: [String]) -> Target {
  .testTarget(name: name, dependencies: (targets + ["TestSupport"]).map { .byName(name: $0) })
}

let lessonPrograms = lessons.flatMap { folder in
  [
    program("\(topic(folder))-raw", "Lessons/\(folder)/Raw", uses: "Engine"),
    program("\(topic(folder))-framework", "Lessons/\(folder)/Framework", uses: "Chassis"),
  ]
}

let exercisePrograms = exercises.flatMap { folder, module in
  let files = breaks.contains(folder) ? ["answers.hurl"] : []
  return [("exercise", "Start"), ("solution", "Solution")].map { name, part in
    program(
      "\(topic(folder))-\(name)", "Exercises/\(folder)/\(part)", uses: module, beside: files)
  }
}

let package = Package(
  name: "engine-and-chassis",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Engine", targets: ["Engine"]),
    .library(name: "Chassis", targets: ["Chassis"]),
  ],
  dependencies: [],
  targets: [
    .target(name: "CPlatform"),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "Engine", dependencies: ["CPlatform", "CZlib"], swiftSettings: onTheLoop),
    .target(name: "Chassis", dependencies: ["Engine"], swiftSettings: onTheLoop),
    .target(name: "WorkbookKit", dependencies: ["Engine", "Chassis", "CPlatform"]),
    .executableTarget(name: "workbook", dependencies: ["WorkbookKit", "Engine"]),
    program("bench-server", "Tests/BenchServer", uses: "Engine"),
    program("bench-app", "Tests/BenchApp", uses: "Chassis"),
    program("engine-figures", "Tests/Figures", uses: "Engine"),
    program("faults-program", "Tests/FaultsProgram", uses: "Engine"),
    .target(name: "TestSupport", dependencies: ["Engine"], path: "Tests/Support"),
    tests("EngineTests", of: ["Engine", "faults-program", "bench-server", "engine-figures"]),
    tests("ChassisTests", of: ["Chassis"]),
    tests("WorkbookKitTests", of: ["WorkbookKit", "Engine"]),
    tests("LessonTests", of: ["WorkbookKit", "Engine"]),
    tests("ExerciseTests", of: ["WorkbookKit"]),
  ] + lessonPrograms + exercisePrograms,
  swiftLanguageModes: [.v6]
)
