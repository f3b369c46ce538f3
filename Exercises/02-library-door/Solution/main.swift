// The server of the library, one of nine: one is right, and each
// of the others is that one with a small thing changed.

import Chassis

var isOpen = false
var visitors = 0

let app = App()

// 1. The door: PUT and DELETE say how it shall be afterwards.
app.route("/door")
  .get { request, response in
    response.send(isOpen ? "open" : "closed")
  }
  .put { request, response in
    isOpen = true
    response.send("open")
  }
  .delete { request, response in
    isOpen = false
    response.sendStatus(204)
  }

// 2. The visitors: POST adds one.
app.route("/visitors")
  .get { request, response in
    response.send("\(visitors)")
  }
  .post { request, response in
    visitors += 1
    response.status(201).send("\(visitors)")
  }

// 3. A known path, but not this way.
app.methodNotAllowed = true

// 4. Listen: short for HTTPServer, listen(port:) and run().
app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/door")
  print("Try: curl -i -X PUT \(address)/door")
  print("Try: curl -i -X POST \(address)/visitors")
}
