// Where a router sits in another one, while a request passes through it.

final class Mount {
  /// The visit around, and the layer there.
  let visit: Visit
  let layer: Int
  /// What was cut off for this router.
  let detour: Detour?
  /// What the names in the paths of the mounts stand for.
  let parameters: Parameters
  /// The patterns of all mounts around this router, as one: `/users/:id`.
  let pattern: String

  init(_ visit: Visit, _ layer: Int, _ detour: Detour?) {
    self.visit = visit
    self.layer = layer
    self.detour = detour
    parameters = visit.exchange.parameters
    pattern = visit.router.layers[layer].pattern(under: visit.mountPattern)
  }

  nonisolated deinit {}
}
