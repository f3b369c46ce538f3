// A request as it goes over the wire: everything is decided, nothing is filled in any more.

/// The bytes to be sent, and what is told about them in messages.
public struct WireRequest: Sendable, Equatable {
  public var method: String
  /// The whole URL, as the script asks for it.
  public var url: String
  /// Path and query: what stands on the request line.
  public var target: String
  public var fields: [WireResponse.Field]
  public var body: [UInt8]
  public var version = "HTTP/1.1"

  /// The request's bytes.
  public var bytes: [UInt8] {
    let lines = ["\(method) \(target) \(version)"] + fields.map { "\($0.name): \($0.value)" }
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
  }
}
