import Engine

let server = HTTPServer { request, response in
  guard request.method == "GET" else {
    return answer(response, 404, "Page not found")
  }
  switch request.url {
  case "/order":
    // 1. Order: what runs when.
    let order = await observeOrder()
    answer(response, 200, order.joined(separator: ", "))
  case "/wait":
    // 2. Wait: while one request sleeps, the loop serves others.
    try await Task.sleep(for: .milliseconds(100))
    answer(response, 200, "Waited 100 ms")
  case "/block":
    // 3. Block: while this computes, nobody is served.
    let count = countPrimes(below: 1_000_000)
    answer(response, 200, "\(count) primes")
  case "/offload":
    // 4. Offload: the same work on another thread.
    let count = await countPrimesElsewhere(below: 1_000_000)
    answer(response, 200, "\(count) primes")
  case "/lag":
    // 5. Lag: how late the loop ran within the last ten seconds.
    let isLate = EventLoop.main.lag > .milliseconds(50)
    answer(response, 200, isLate ? "late" : "on time")
  case "/quick":
    answer(response, 200, "Quick")
  default:
    answer(response, 404, "Page not found")
  }
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

func answer(_ response: Response, _ status: Int, _ text: String) {
  response.writeHead(
    status, ["Content-Type": "text/html; charset=utf-8"])
  response.end(text)
}

// 6. Watch: once a second, on the terminal.
setInterval(.seconds(1)) {
  let lag = EventLoop.main.lag / .milliseconds(1)
  if lag > 50 { print("The loop was \(Int(lag)) ms late") }
}

// 7. Listen, then give this thread to the loop.
server.listen(port: environment.port ?? 3000)
let address = "http://127.0.0.1:\(server.port)"
print("Listening on \(address)/order")
print("Try: curl \(address)/block & curl \(address)/quick")
print("Try: curl \(address)/offload & curl \(address)/quick")
EventLoop.main.run()
