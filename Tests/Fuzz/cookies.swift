// Cookies: any field is read or refused; what is set is read again as it was; a signature fits one value only.
//
// with: Chassis/Cookies/CookieList.swift Chassis/Cookies/CookieSignature.swift Chassis/Cookies/SetCookie.swift

@_cdecl("LLVMFuzzerTestOneInput")
public nonisolated func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = String(decoding: fuzzedBytes(start, count), as: UTF8.self)
  let pieces = text.utf8.split(separator: UInt8(ascii: ";")).count
  let cookies = Cookies(text, limit: 8)
  promise((cookies == nil) == (pieces > 8), "\(pieces) pieces, and the limit is 8")
  for (name, value) in cookies ?? Cookies() {
    promise(!name.isEmpty, "a cookie without a name")
    promise(cookies?[name] == value, "a name that is there twice")
  }
  let set = SetCookie(name: "name", value: text, path: "/")
  let pair = set.text.prefix { $0 != ";" }
  promise(set.text.utf8.allSatisfy { 0x20...0x7E ~= $0 }, "a byte that is no text in a field")
  promise(Cookies(String(pair), limit: 1)?["name"] == text, "set and read, it is another value")
  let named = SetCookie(name: text, value: "")
  let placed = SetCookie(name: "a", value: "", domain: text, path: text)
  for cookie in [named, placed] where cookie.problem == nil {
    promise(cookie.text.utf8.allSatisfy { 0x20...0x7E ~= $0 }, "a line break passes")
  }
  let key = Array("key".utf8)
  let signed = CookieSignature.sign(text, key)
  promise(CookieSignature.verify(signed, [key]) == text, "its own signature does not fit")
  promise(CookieSignature.verify(text, [key]) == nil, "a forged signature")
  return 0
}
