import Testing

@testable import Engine

struct HTTPDateTests {
  @Test(
    arguments: [
      (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
      (951_827_696, "Tue, 29 Feb 2000 12:34:56 GMT"),
      (-30_705_189_983, "Tue, 27 Dec 0996 20:33:37 GMT"),
      (4_102_444_799, "Thu, 31 Dec 2099 23:59:59 GMT"),
    ] as [(Int64, String)]) func writesTheOneForm(_ seconds: Int64, _ text: String)
  {
    #expect(httpDate(seconds) == text)
  }
}
