// Where text goes: how wide it is, whether colours are wanted, and who reads it.

import Engine
import Foundation

/// The terminal, or the file or pipe that stands in its place.
@MainActor public struct Terminal {
  /// Columns.
  public var width: Int
  /// Whether a person looks at it.
  public var isInteractive: Bool
  public var style: Style
  private let write: (String) -> Void

  /// When colours are used.
  public enum Colour: String, CaseIterable, Sendable { case auto, always, never }

  /// The terminal of this process's standard output.
  public static func current(_ colour: Colour = .auto) -> Terminal {
    let isTerminal = isatty(1) == 1
    return Terminal(
      width: windowWidth() ?? environment["COLUMNS"].flatMap { Int($0) } ?? 80,
      isInteractive: isTerminal,
      style: Style(isColoured: wantsColour(colour, isTerminal)), write: { print($0) })
  }

  public init(width: Int, isInteractive: Bool, style: Style, write: @escaping (String) -> Void) {
    self.width = width
    self.isInteractive = isInteractive
    self.style = style
    self.write = write
  }

  /// Writes lines.
  public func say(_ text: String = "") { write(text) }

  /// NO_COLOR (https://no-color.org) and whoever is no terminal get plain text.
  private static func wantsColour(_ colour: Colour, _ isTerminal: Bool) -> Bool {
    switch colour {
    case .always: true
    case .never: false
    case .auto:
      isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }
  }

  private static func windowWidth() -> Int? {
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}

/// Colours, or none.
public struct Style: Sendable {
  public var isColoured: Bool

  public init(isColoured: Bool) { self.isColoured = isColoured }

  /// A way to make text stand out, by the terminal's code for it.
  public enum Paint: String, Sendable {
    case plain = ""
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case cyan = "36"
  }

  public func bold(_ text: String) -> String { painted(text, .bold) }
  public func dim(_ text: String) -> String { painted(text, .dim) }
  public func red(_ text: String) -> String { painted(text, .red) }
  public func green(_ text: String) -> String { painted(text, .green) }
  public func yellow(_ text: String) -> String { painted(text, .yellow) }
  public func cyan(_ text: String) -> String { painted(text, .cyan) }

  public func painted(_ text: String, _ paint: Paint) -> String {
    isColoured && !text.isEmpty && paint != .plain
      ? "\u{1B}[\(paint.rawValue)m\(text)\u{1B}[0m" : text
  }
}
