// Whether a text is an address or a UUID, by the system's own judgement where it has one.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

func isIPv4(_ text: String) -> Bool {
  var address = in_addr()
  return inet_pton(AF_INET, text, &address) == 1
}

func isIPv6(_ text: String) -> Bool {
  var address = in6_addr()
  return inet_pton(AF_INET6, text, &address) == 1
}

func isUUID(_ text: String) -> Bool {
  text.wholeMatch(of: /[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/) != nil
}
