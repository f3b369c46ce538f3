// Comparing a secret with what a stranger sent.
//
// `==` stops at the first difference, so the time it takes tells how many bytes were right:
//
//     secret  c8 1f 77 …
//     guess   c8 00 00 …   one byte right: a little slower than none
//
// Whoever can measure that (over a network it takes many tries, but it has been done) finds the secret byte by byte,
// with at most 256 guesses for each, instead of guessing the whole at once. So all bytes are looked at, whatever the
// first ones say.

/// Whether both are the same, in a time that depends only on their length.
///
/// ```swift
/// let token = environment["API_TOKEN"] ?? ""
/// if timingSafeEqual(request.headers["x-api-token"] ?? "", token) { response.end("welcome") }
/// ```
///
/// Different lengths are told at once: that a code has 32 bytes is no secret.
///
/// Node: `crypto.timingSafeEqual`, which throws where the lengths differ
public nonisolated func timingSafeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  guard left.count == right.count else { return false }
  var difference: UInt8 = 0
  for index in left.indices { difference |= left[index] ^ right[index] }
  return difference == 0
}

/// Whether both texts have the same bytes in UTF-8, in a time that depends only on their length.
public nonisolated func timingSafeEqual(_ left: String, _ right: String) -> Bool {
  timingSafeEqual(Array(left.utf8), Array(right.utf8))
}
