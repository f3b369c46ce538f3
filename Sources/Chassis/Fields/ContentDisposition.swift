// Under which name a browser saves an answer.
//
//     plans.pdf     ──▶  attachment; filename="plans.pdf"
//     € rates.pdf   ──▶  attachment; filename="? rates.pdf"; filename*=UTF-8''%E2%82%AC%20rates.pdf
//
// The first form holds ASCII alone: what other bytes in it mean, programs never agreed on. So a name that has any is said
// twice: for old programs with `?`, and percent-encoded, which counts where it is understood.
//
// Source: RFC 6266, RFC 8187

/// The value of `Content-Disposition` for a file to be saved; a path stands for its last name.
nonisolated func attachmentDisposition(_ path: String?) -> String {
  guard let path else { return "attachment" }
  let name = Path.basename(path)
  let plain = name.unicodeScalars.map { 0x20...0x7E ~= $0.value ? Character($0) : "?" }
  let quoted = plain.reduce(into: "") { quoted, character in
    if character == "\"" || character == "\\" { quoted += "\\" }
    quoted.append(character)
  }
  let value = "attachment; filename=\"\(quoted)\""
  // Some browsers decode "%41" in the first form, too.
  let isPlain = plain.elementsEqual(name.unicodeScalars.map(Character.init))
  return isPlain && !name.utf8.contains(UInt8(ascii: "%"))
    ? value : "\(value); filename*=UTF-8''\(encodedForField(name))"
}

/// Percent-encoding of all that is no `attr-char`: stricter than that of URLs.
private nonisolated func encodedForField(_ text: String) -> String {
  encodeURIComponent(text).reduce(into: "") { encoded, character in
    switch character {
    case "*": encoded += "%2A"
    case "'": encoded += "%27"
    case "(": encoded += "%28"
    case ")": encoded += "%29"
    default: encoded.append(character)
    }
  }
}
