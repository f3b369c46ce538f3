// The command: arguments in, WorkbookKit called, status out.

import Engine
import WorkbookKit

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

Task {
  let status = await Workbook.run(Array(CommandLine.arguments.dropFirst()))
  Workbook.cleanUp()
  exit(status.rawValue)
}

// Ctrl-C, SIGTERM, or the terminal is gone: nothing that was started may stay behind.
EventLoop.main.onStop {
  Workbook.cleanUp()
  exit(Workbook.statusWhenInterrupted)
}
EventLoop.main.onSignal(SIGHUP) { EventLoop.main.stop() }
EventLoop.main.run()
