// Code as it may be shown: a stranger's file must not move the cursor, change colours, or turn the direction of what
// stands behind it.

/// Text with spaces for tabs, and signs for all characters that would be obeyed rather than shown: `␛` for escape,
/// `⟨202E⟩` for those that turn the direction of writing.
func shownCode(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: isObeyed) else { return text }
  var shown = ""
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case _ where !isObeyed(scalar): shown.unicodeScalars.append(scalar)
    case 9: shown += "    "
    case 0..<0x20: shown += Unicode.Scalar(0x2400 + scalar.value).map { String($0) } ?? ""
    case 0x7F: shown += "\u{2421}"
    default: shown += "⟨\(String(scalar.value, radix: 16, uppercase: true))⟩"
    }
  }
  return shown
}

private func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x20, 0x7F..<0xA0, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF,
    0xFFF9...0xFFFB, 0xE0000...0xE007F:
    true
  default: false
  }
}
