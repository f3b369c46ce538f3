// By what a middleware signs, and what it accepts.
//
//     session(secret: "new", "old")      signs by "new", accepts both
//
// So a secret can be changed while the cookies that the old one signed are still in use.

/// The secrets of a middleware that signs: the first signs, all are accepted.
nonisolated struct Secrets: Sendable, Equatable {
  let keys: [[UInt8]]

  init(_ secrets: [String]) { keys = secrets.map { Array($0.utf8) } }

  /// Ends the program where a secret is empty: everybody could sign then.
  static func orEnd(_ secrets: [String], of middleware: String, _ source: SourceLocation) -> Secrets
  {
    if secrets.contains("") {
      endProcess(
        "\(source): \(middleware)(secret:): the secret is empty, so everybody could sign; "
          + "take 32 random bytes, kept outside the program: environment[\"SECRET\"]")
    }
    return Secrets(secrets)
  }
}
