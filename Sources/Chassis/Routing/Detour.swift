// Middleware and routers under a path see the request as if it began there:
//
//     outside    url /users/42?full    baseUrl ""
//     inside     url /42?full          baseUrl /users      while the router at /users serves it
//
// Who passes the request on from inside steps out for that time, and in again for what it does afterwards.

/// The time during which a layer under a path sees the rest of it.
final class Detour {
  /// How much of the request's path is cut off.
  struct View {
    var url: String
    var baseUrl: String
  }

  private let request: Request
  private let exchange: Exchange
  private var outside: View
  /// What was seen inside at first, and when it was left.
  private let entrance: View
  private var inside: View

  /// Cuts off the path up to `end`.
  init(_ request: Request, _ exchange: Exchange, _ end: Int) {
    self.request = request
    self.exchange = exchange
    outside = View(url: request.url, baseUrl: exchange.baseUrl)
    let path = request.url.utf8.dropFirst(pathStart(of: request.url))
    let cut = path.index(path.startIndex, offsetBy: end, limitedBy: path.endIndex) ?? path.endIndex
    let rest = request.url[cut...]
    exchange.baseUrl += request.url[path.startIndex..<cut]
    request.url = rest.first == "/" ? String(rest) : "/" + rest
    entrance = View(url: request.url, baseUrl: exchange.baseUrl)
    inside = entrance
  }

  nonisolated deinit {}

  /// Steps out. What the layer has changed in `url` stays changed outside.
  func pause() {
    inside = View(url: request.url, baseUrl: exchange.baseUrl)
    if inside.url != entrance.url {
      outside.url = inside.baseUrl.dropFirst(outside.baseUrl.count) + inside.url
    }
    show(outside)
  }

  /// Steps in again.
  func resume() { show(inside) }

  func end() { show(outside) }

  private func show(_ view: View) {
    request.url = view.url
    exchange.baseUrl = view.baseUrl
  }
}
