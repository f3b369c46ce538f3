// The handlers of the requests that came in one step of the loop.
//
// To begin a task costs more than to read a small request. So handlers follow one another in one task, as long as none
// of them waits at an `await`. One that does keeps the task, and those behind it go on in another: from its first wait
// on a handler is alone in its task, and can be cancelled there.

/// Calls handlers: one connection's after the other, each connection's in the order of its requests.
final class HandlerQueue: InputFollower {
  private typealias Call = (connection: HTTPConnection, response: Response)

  private let handler: Handler
  /// The connections whose requests wait for their handler.
  private var waiting: [HTTPConnection] = []
  private var isCalling = false
  /// The handler at work.
  private var atWork: Call?
  /// Counts the tasks: in one that is not the latest, a handler has had to wait.
  private var latestTask = 0

  init(_ handler: @escaping Handler) { self.handler = handler }

  /// Calls the handler for this connection's request, once all is read that came in this step of the loop.
  func add(_ connection: HTTPConnection) {
    waiting.append(connection)
    if !isCalling, waiting.count == 1 { EventLoop.main.afterInput(self) }
  }

  func inputIsRead() {
    isCalling = true
    waiting.reverse()  // They are taken from the end.
    while let first = waiting.popLast() {
      atWork = call(of: first)
      let task = startTask(with: first)
      latestTask += 1
      guard let call = atWork else { continue }
      atWork = nil
      call.connection.handlerWaits(call.response, in: task)
    }
    isCalling = false
  }

  /// Begins a task that calls one handler after another until one waits.
  private func startTask(with first: HTTPConnection) -> Task<Void, Never> {
    let number = latestTask
    return startNow { @MainActor [self] in
      var turn: HTTPConnection? = first
      while let connection = turn, let response = connection.response {
        do {
          try await handler(response.request, response)
          connection.server.handlerReturned(response.request, response)
        } catch { connection.server.handlerThrew(error, response.request, response) }
        guard number == latestTask else { return }
        connection.handlerHasRun()
        // A handler may have cancelled its own task: nobody else shall feel that.
        turn = Task.isCancelled ? nil : waiting.popLast()
        atWork = turn.flatMap(call)
      }
    }
  }

  /// What is to be called for a connection; nothing where the client has left already.
  private func call(of connection: HTTPConnection) -> Call? {
    connection.response.map { (connection, $0) }
  }
}

extension HTTPConnection {
  /// The handler has come to its end without waiting: what came behind its request has its turn.
  fileprivate func handlerHasRun() {
    isServing = false
    received()
    // The handler may have closed the server after its answer.
    if server.isClosing, !Cluster.isReplaced, phase == .head, inbox.isEmpty, !isServing { linger() }
  }

  /// The handler waits for something: the connection goes on meanwhile.
  fileprivate func handlerWaits(_ response: Response, in task: Task<Void, Never>) {
    if self.response === response { self.task = task } else { response.upgraded?.handler = task }
    if isCutOff { task.cancel() }
    handlerHasRun()
  }
}
