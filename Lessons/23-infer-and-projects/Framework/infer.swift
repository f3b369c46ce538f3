// The model: a few numbers in, one of two words out.

import Chassis

struct Sample: Codable {
  var features: [Double]
}

struct Verdict: Codable {
  var result: String
}

let weights = [0.5, 0.3, 0.2]

func inferRouter() -> Router {
  let router = Router()

  // 2. Infer: read, compute, answer.
  router.post("/infer", json(limit: 1000)) { request, response in
    let sample = try request.body(as: Sample.self)
    guard sample.features.count == weights.count else {
      throw HTTPError(400, "invalid request")
    }
    let isGood = score(sample.features) >= 0.5
    response.json(Verdict(result: isGood ? "accepted" : "rejected"))
  }
  return router
}

func score(_ features: [Double]) -> Double {
  zip(features, weights).reduce(0) { $0 + $1.0 * $1.1 }
}
