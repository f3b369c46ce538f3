// The model: a few numbers in, one of two words out.

import Engine

struct Sample: Codable {
  var features: [Double]
}

let weights = [0.5, 0.3, 0.2]

// Both answers are known before anybody asks.
let accepted = "{\"result\":\"accepted\"}"
let rejected = "{\"result\":\"rejected\"}"

// 2. Infer: read, compute, answer; there is nothing else to do.
func infer(_ request: Request, _ response: Response) async throws {
  let bytes = try await request.body.collect(upTo: 1000)
  let sample = try JSON.parse(bytes, as: Sample.self)
  guard sample.features.count == weights.count else {
    return try refuse(response, 400, "invalid request")
  }
  let isGood = score(sample.features) >= 0.5
  answer(response, 200, isGood ? accepted : rejected)
}

func score(_ features: [Double]) -> Double {
  zip(features, weights).reduce(0) { $0 + $1.0 * $1.1 }
}
