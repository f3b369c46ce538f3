// The command: arguments in, WorkbookKit called, status out.

import Engine
import WorkbookKit

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// What a student's program leaves behind shall not outlive the command.
Running.adoptOrphans()
Running.allowManyOpenFiles()

let work = Task {
  let status = await Workbook.run(Array(CommandLine.arguments.dropFirst()))
  // Interrupted: what is below sees to the rest.
  if Task.isCancelled { return }
  await Workbook.cleanUp()
  exit(status.rawValue)
}

// Ctrl-C, SIGTERM, or the terminal is gone: nothing that was started may stay behind.
EventLoop.main.onStop {
  work.cancel()
  await Workbook.cleanUp()
  exit(Workbook.statusWhenInterrupted)
}
EventLoop.main.onSignal(SIGHUP) { EventLoop.main.stop() }
EventLoop.main.run()
