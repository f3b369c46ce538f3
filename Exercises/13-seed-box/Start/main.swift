// The seed box of a garden club: what is in it, and the plan of
// the beds. The values are here; the templates and the routes are
// yours to write.

import Chassis

struct Seed: Codable {
  var name: String
  var colour: String
}

struct Bed: Codable {
  var name: String
  var beds: [Bed] = []
}

var seeds = [
  Seed(name: "Rose", colour: "red"),
  Seed(name: "Fern", colour: ""),
]

let garden = [
  Bed(
    name: "North",
    beds: [
      Bed(name: "Herbs & roots", beds: [Bed(name: "Mint")]),
      Bed(name: "Berries"),
    ]),
  Bed(name: "South"),
]

/// The templates by their names: what {{>name}} and {{<name}} find.
/// TODO: a layout, and the pages.
let templates = [
  "seeds": """
  <ul>
  {{#seeds}}<li>{{name}}</li>{{/seeds}}
  </ul>
  """
]

/// Answers with a template of the list above.
func show(
  _ name: String, _ values: some Encodable, _ response: Response
) throws {
  let text = templates[name] ?? ""
  response.type("html")
  response.send(
    try Mustache.render(text, values, partials: templates))
}

let app = App()

app.get("/seeds") { request, response in
  try show("seeds", ["seeds": seeds], response)
}

// TODO: adding a seed, emptying the box, and the plan.

app.use { request, response, next in
  throw HTTPError(404, "No such page")
}

app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/seeds")
  print("Try: curl -i \(address)/plan")
  print("Try: curl -i \(address)/seeds -d 'name=Tulip&colour=blue'")
}
