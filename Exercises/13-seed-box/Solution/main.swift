// The seed box of a garden club: what is in it, and the plan of
// the beds. Templates say how it looks; the routes only give them
// values.

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
let templates = [
  "layout": """
  <!doctype html>
  <title>{{$title}}{{/title}}</title>
  <h1>{{$title}}{{/title}}</h1>
  {{$content}}{{/content}}
  """,
  "seeds": """
  {{<layout}}
  {{$title}}Seeds{{/title}}
  {{$content}}
  <ul>
  {{#seeds}}
  <li>{{name}}{{#colour}} ({{colour}}){{/colour}}</li>
  {{/seeds}}
  </ul>
  {{^seeds}}<p>No seeds</p>{{/seeds}}
  {{/content}}
  {{/layout}}
  """,
  "plan": """
  {{<layout}}
  {{$title}}Plan{{/title}}
  {{$content}}
  <ul>
  {{#garden}}{{>bed}}{{/garden}}
  </ul>
  {{/content}}
  {{/layout}}
  """,
  "bed": """
  <li>{{name}}<ul>{{#beds}}{{>bed}}{{/beds}}</ul></li>
  """,
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
app.use(urlencoded())

app.get("/seeds") { request, response in
  try show("seeds", ["seeds": seeds], response)
}

app.post("/seeds") { request, response in
  let name = try request.form["name"] ?? ""
  guard !name.isEmpty else {
    throw HTTPError(400, "A name is needed")
  }
  let colour = try request.form["colour"] ?? ""
  seeds.append(Seed(name: name, colour: colour))
  response.redirect(303, "/seeds")
}

app.delete("/seeds") { request, response in
  seeds = []
  response.sendStatus(204)
}

app.get("/plan") { request, response in
  try show("plan", ["garden": garden], response)
}

app.use { request, response, next in
  throw HTTPError(404, "No such page")
}

app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/seeds")
  print("Try: curl -i \(address)/plan")
  print("Try: curl -i \(address)/seeds -d 'name=Tulip&colour=blue'")
}
