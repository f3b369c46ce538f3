// A request as a handler sees it.

/// One request: its first line, its fields, and its body as it comes.
///
/// ```swift
/// HTTPServer { request, response in
///   if request.method == "GET" && request.url == "/" { response.end("Welcome") }
/// }
/// ```
///
/// Node: `http.IncomingMessage`
public final class Request {
  /// `GET`, `POST`, …: whatever token the client sent, in its own case. A framework changes it where the client asks for
  /// another one, as an HTML form must, which knows GET and POST alone; how the answer is framed does not depend on that.
  public var method: String {
    get { currentMethod }
    set { currentMethod = newValue }
  }
  /// The target as it was sent, with its query: `/users/42?role=admin`. A framework shortens it while a mounted part
  /// of it serves the request.
  public var url: String {
    get { target }
    set { target = newValue }
  }
  /// The head as the client sent it, whatever a framework has changed since in `method` and `url`.
  public let head: RequestHead
  /// The body, to be read as it arrives.
  public let body: RequestBody
  /// One slot for what stands on top of Engine (a framework) to keep its own knowledge of this request and its answer in.
  /// If it describes itself (`CustomStringConvertible`), messages about the answer say where in the program it is being
  /// written.
  public var frameworkState: AnyObject? {
    get { state }
    set { state = newValue }
  }

  // Stored apart from what other modules see of it: see `Response`.
  private var currentMethod: String
  private var target: String
  private var state: AnyObject?
  private let socket: Socket?

  init(_ head: consuming RequestHead, body: RequestBody, socket: Socket?) {
    currentMethod = head.method
    target = head.target
    self.head = head
    self.body = body
    self.socket = socket
  }

  /// Nothing to do, and so no need to come back to the loop for it, which an isolated `deinit` would.
  nonisolated deinit {}

  /// `1.1` or `1.0`.
  public var httpVersion: String { head.version.rawValue }

  /// The header fields.
  public var headers: Headers { head.headers }

  /// The client's address in numbers, nil once it is gone. Behind a proxy it is the proxy's.
  public var remoteAddress: String? { socket?.remoteAddress?.host }
}
