// Names of files as their senders give them, made harmless.

import Testing

@testable import Chassis

@Suite struct UploadTests {
  @Test(arguments: [
    ("photo.png", "photo.png"), ("My Photo (1).PNG", "My_Photo__1_.PNG"),
    ("naïve.txt", "naïve.txt"),
    ("प्रिया.txt", "प्रिया.txt"), ("../../etc/passwd", "passwd"), ("..\\..\\boot.ini", "boot.ini"),
    ("C:\\Users\\a\\b.png", "b.png"), ("/etc/", "etc"), (".bashrc", "bashrc"), ("...", "file"),
    ("..", "file"), (".", "file"), ("", "file"), ("/", "file"), ("___", "file"),
    ("a/../..", "file"),
    ("a\0b.png", "a_b.png"), ("a\r\nb", "a_b"), ("a:b*c?d\"e<f>g|h", "a_b_c_d_e_f_g_h"),
    ("-rf", "-rf"), ("con\u{202E}gnp.exe", "con_gnp.exe"), ("😀.png", "_.png"),
    ("$(reboot).sh", "__reboot_.sh"), ("%2e%2e%2fx", "_2e_2e_2fx"), ("~root", "_root"),
  ])
  func `safe names`(name: String, expected: String) { #expect(safeFileName(name) == expected) }

  @Test func `long names keep their ending`() {
    let long = String(repeating: "न", count: 100)
    #expect(safeFileName(long).utf8.count <= 100)
    #expect(safeFileName(long + ".jpeg").hasSuffix("न.jpeg"))
    #expect(safeFileName(long + ".jpeg").utf8.count <= 100)
    #expect(safeFileName("a." + String(repeating: "b", count: 200)).utf8.count == 100)
  }
}
