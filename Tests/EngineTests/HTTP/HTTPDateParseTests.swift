// Dates in the three forms of RFC 9110 section 5.6.7, and what is none.

import Testing

@testable import Engine

struct HTTPDateParseTests {
  @Test(
    arguments: [
      ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
      ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777), ("Sun Nov  6 08:49:37 1994", 784_111_777),
      ("Thu Nov 16 08:49:37 1994", 784_975_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
      ("Tue, 29 Feb 2000 12:34:56 GMT", 951_827_696),
      ("Thu, 31 Dec 2099 23:59:59 GMT", 4_102_444_799),
      ("Wed, 31 Dec 1969 23:59:59 GMT", -1), ("Fri, 01 Mar 1900 00:00:00 GMT", -2_203_891_200),
      ("Sat, 31 Dec 2016 23:59:60 GMT", 1_483_228_800),
      ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
      // The weekday is not held against the date.
      ("Mon, 06 Nov 1994 08:49:37 GMT", 784_111_777),
    ] as [(String, Int64)])
  func `dates`(text: String, seconds: Int64) {
    #expect(parseHTTPDate(text) == seconds)
  }

  @Test(
    arguments: [
      // On 1 July 2026: 2076 is 50 years ahead, 2077 would be 51.
      ("Friday, 01-Jan-76 00:00:00 GMT", "Wed, 01 Jan 2076 00:00:00 GMT"),
      ("Friday, 01-Jan-77 00:00:00 GMT", "Sat, 01 Jan 1977 00:00:00 GMT"),
      ("Friday, 01-Jan-26 00:00:00 GMT", "Thu, 01 Jan 2026 00:00:00 GMT"),
      ("Friday, 01-Jan-00 00:00:00 GMT", "Sat, 01 Jan 2000 00:00:00 GMT"),
      ("Friday, 01-Jan-99 00:00:00 GMT", "Fri, 01 Jan 1999 00:00:00 GMT"),
    ])
  func `years of two digits`(text: String, expected: String) throws {
    let now = try #require(parseHTTPDate("Wed, 01 Jul 2026 00:00:00 GMT"))
    #expect(parseHTTPDate(text, now: now).map { httpDate($0) } == expected)
  }

  @Test(arguments: [
    "", " ", "0", "Sun", "Sun,", "now", "Sun, 06 Nov 1994 08:49:37",
    "Sun, 06 Nov 1994 08:49:37 UTC",
    "Sun, 06 Nov 1994 08:49:37 GMT ", " Sun, 06 Nov 1994 08:49:37 GMT",
    "sun, 06 Nov 1994 08:49:37 GMT",
    "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT",
    "Sun, 31 Nov 1994 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT",
    "Mon, 29 Feb 1900 00:00:00 GMT",
    "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:60:37 GMT",
    "Sun, 06 Nov 1994 08:49:61 GMT",
    "Sun, 06 Nov 1994 8:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT+1",
    "Sun, 06-Nov-1994 08:49:37 GMT",
    "Sunday, 06 Nov 1994 08:49:37 GMT", "Sun, 06-Nov-94 08:49:37 GMT", "Sun Nov 6 08:49:37 1994",
    "Sun Nov 06 08:49:37 94", "Sun Nov  6 08:49:37 1994 GMT", "1994-11-06T08:49:37Z", "784111777",
    "Sun, +6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov -994 08:49:37 GMT",
    "Sün, 06 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nov ١٩٩٤ 08:49:37 GMT",
  ])
  func `what is no date`(text: String) {
    #expect(parseHTTPDate(text) == nil)
  }

  @Test func `what is written is read`() {
    for step in Int64(0)..<5_000 {
      let seconds = step * 100_003 * 61 - 2_000_000_000
      #expect(parseHTTPDate(httpDate(seconds)) == seconds)
    }
  }
}
