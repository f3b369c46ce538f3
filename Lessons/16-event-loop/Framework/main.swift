import Chassis

let app = App()

// 1. Order: what runs when.
app.get("/order") { request, response in
  let order = await observeOrder()
  response.send(order.joined(separator: ", "))
}

// 2. Wait: while one request sleeps, the loop serves others.
app.get("/wait") { request, response in
  try await Task.sleep(for: .milliseconds(100))
  response.send("Waited 100 ms")
}

// 3. Block: while this computes, nobody is served. No framework
// can change that: it stands on the same loop.
app.get("/block") { request, response in
  response.send("\(countPrimes(below: 1_000_000)) primes")
}

// 4. Offload: the same work on another thread.
app.get("/offload") { request, response in
  let count = await countPrimesElsewhere(below: 1_000_000)
  response.send("\(count) primes")
}

// 5. Lag: how late the loop ran within the last ten seconds.
app.get("/lag") { request, response in
  let isLate = EventLoop.main.lag > .milliseconds(50)
  response.send(isLate ? "late" : "on time")
}

app.get("/quick") { request, response in
  response.send("Quick")
}

app.use { request, response, next in
  response.status(404).send("Page not found")
}

func observeOrder() async -> [String] {
  var order: [String] = []
  await withCheckedContinuation { done in
    setTimeout(.zero) {
      order.append("timer")
      done.resume()
    }
    setImmediate { order.append("immediate") }
    Task { order.append("continuation") }
    order.append("now")
  }
  return order
}

nonisolated func countPrimes(below limit: Int) -> Int {
  var count = 0
  for number in 2..<limit where isPrime(number) { count += 1 }
  return count
}

nonisolated func isPrime(_ number: Int) -> Bool {
  var divisor = 2
  while divisor * divisor <= number {
    if number % divisor == 0 { return false }
    divisor += 1
  }
  return true
}

@concurrent
func countPrimesElsewhere(below limit: Int) async -> Int {
  countPrimes(below: limit)
}

// 6. Watch: once a second, on the terminal.
setInterval(.seconds(1)) {
  let lag = EventLoop.main.lag / .milliseconds(1)
  if lag > 50 { print("The loop was \(Int(lag)) ms late") }
}

// 7. Listen: short for HTTPServer, listen(port:) and run().
app.listen(port: environment.port ?? 3000) { port in
  let address = "http://127.0.0.1:\(port)"
  print("Listening on \(address)/order")
  print("Try: curl \(address)/block & curl \(address)/quick")
  print("Try: curl \(address)/offload & curl \(address)/quick")
}
