public nonisolated enum EnginePlaceholder {}
