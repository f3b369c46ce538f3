// In the place of a database: it takes its time, numbers what it
// keeps, and has its limits.

import Chassis

struct DatabaseError: Error {
  var message: String
}

var lastNumber = 122

func save(_ name: String) async throws -> String {
  try await Task.sleep(for: .milliseconds(1))
  guard name.count <= 40 else {
    throw DatabaseError(message: "column name: value too long")
  }
  lastNumber += 1
  return "proj_\(lastNumber)"
}
