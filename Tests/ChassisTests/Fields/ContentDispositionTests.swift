// Names of files in a field: no byte that breaks it, none that programs read in different ways.

import Testing

@testable import Chassis

struct ContentDispositionTests {
  @Test(arguments: [
    ("plans.pdf", #"filename="plans.pdf""#), ("a b;c.txt", #"filename="a b;c.txt""#),
    (#"say "hi".txt"#, #"filename="say \"hi\".txt""#), (#"a\b.txt"#, #"filename="a\\b.txt""#),
    ("/etc/passwd", #"filename="passwd""#), ("../../a.txt", #"filename="a.txt""#),
    ("€ rates.pdf", #"filename="? rates.pdf"; filename*=UTF-8''%E2%82%AC%20rates.pdf"#),
    ("Café.txt", #"filename="Caf?.txt"; filename*=UTF-8''Caf%C3%A9.txt"#),
    (
      "प्रिया",
      #"filename="??????"; filename*=UTF-8''%E0%A4%AA%E0%A5%8D%E0%A4%B0%E0%A4%BF%E0%A4%AF%E0%A4%BE"#
    ),
    ("😀.png", #"filename="?.png"; filename*=UTF-8''%F0%9F%98%80.png"#),
    ("a%41.txt", #"filename="a%41.txt"; filename*=UTF-8''a%2541.txt"#),
    ("é'(*)!.txt", #"filename="?'(*)!.txt"; filename*=UTF-8''%C3%A9%27%28%2A%29!.txt"#),
    (
      "a\r\nSet-Cookie: x=y",
      #"filename="a??Set-Cookie: x=y"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x%3Dy"#
    ),
    ("a\0\t\u{7F}b", #"filename="a???b"; filename*=UTF-8''a%00%09%7Fb"#), ("", #"filename="""#),
    ("\"\u{301}.txt", #"filename="\"?.txt"; filename*=UTF-8''%22%CC%81.txt"#),
  ])
  func `names`(path: String, expected: String) {
    #expect(attachmentDisposition(path) == "attachment; \(expected)")
  }
}
