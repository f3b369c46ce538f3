// A framework program says `import Chassis` and nothing more: what Engine offers comes with it.

@_exported import Engine
