// The heart of SHA-256: sixty-four rounds that stir one block of 64 bytes into eight words.
//
//     block, 16 words ──▶ schedule, 64 words ──▶ 64 rounds over a … h ──▶ added to the eight words
//
// The names are the standard's. Operators with `&` wrap around as its arithmetic does; they are also quick where the
// compiler does not optimise, and so is a plain pointer: passwords are hashed in debug builds, too.
//
// Source: FIPS 180-4 sections 4.1.2, 4.2.2, 5.3.3 and 6.2.2

/// What SHA-256 knows after a number of whole blocks.
nonisolated struct SHA256Rounds: Sendable {
  private var a: UInt32 = 0x6A09_E667
  private var b: UInt32 = 0xBB67_AE85
  private var c: UInt32 = 0x3C6E_F372
  private var d: UInt32 = 0xA54F_F53A
  private var e: UInt32 = 0x510E_527F
  private var f: UInt32 = 0x9B05_688C
  private var g: UInt32 = 0x1F83_D9AB
  private var h: UInt32 = 0x5BE0_CD19

  /// How many words the schedule of a block has; the first sixteen are the block.
  static let scheduleLength = 64

  /// The eight words, one after the other.
  var words: [UInt32] { [a, b, c, d, e, f, g, h] }

  /// Writes the eight words to where the next block is made.
  func copy(to words: UnsafeMutablePointer<UInt32>) {
    words[0] = a
    words[1] = b
    words[2] = c
    words[3] = d
    words[4] = e
    words[5] = f
    words[6] = g
    words[7] = h
  }

  /// Stirs a block in. It stands in the first sixteen words of `schedule`, which has room for sixty-four.
  mutating func absorb(_ schedule: UnsafeMutablePointer<UInt32>) {
    Self.extend(schedule)
    var next = self
    Self.constants.withUnsafeBufferPointer { constants in
      guard let constants = constants.baseAddress else { return }
      var round = 0
      while round < 64 {
        next.stir(schedule[round] &+ constants[round])
        round &+= 1
      }
    }
    a &+= next.a
    b &+= next.b
    c &+= next.c
    d &+= next.d
    e &+= next.e
    f &+= next.f
    g &+= next.g
    h &+= next.h
  }

  /// One round.
  private mutating func stir(_ word: UInt32) {
    let sum1 =
      (e &>> 6 | e &<< 26) ^ (e &>> 11 | e &<< 21) ^ (e &>> 25 | e &<< 7)
    let choice = (e & f) ^ (~e & g)
    let first = h &+ sum1 &+ choice &+ word
    let sum0 =
      (a &>> 2 | a &<< 30) ^ (a &>> 13 | a &<< 19) ^ (a &>> 22 | a &<< 10)
    let majority = (a & b) ^ (a & c) ^ (b & c)
    h = g
    g = f
    f = e
    e = d &+ first
    d = c
    c = b
    b = a
    a = first &+ sum0 &+ majority
  }

  /// The words of the schedule that follow from the block.
  private static func extend(_ schedule: UnsafeMutablePointer<UInt32>) {
    var index = 16
    while index < 64 {
      let early = schedule[index &- 15]
      let late = schedule[index &- 2]
      let sigma0 = (early &>> 7 | early &<< 25) ^ (early &>> 18 | early &<< 14) ^ early &>> 3
      let sigma1 = (late &>> 17 | late &<< 15) ^ (late &>> 19 | late &<< 13) ^ late &>> 10
      schedule[index] = schedule[index &- 16] &+ sigma0 &+ schedule[index &- 7] &+ sigma1
      index &+= 1
    }
  }

  /// The first 32 bits of the fractional parts of the cube roots of the first sixty-four primes.
  private static let constants: [UInt32] = [
    0x428A_2F98, 0x7137_4491, 0xB5C0_FBCF, 0xE9B5_DBA5, 0x3956_C25B, 0x59F1_11F1, 0x923F_82A4,
    0xAB1C_5ED5, 0xD807_AA98, 0x1283_5B01, 0x2431_85BE, 0x550C_7DC3, 0x72BE_5D74, 0x80DE_B1FE,
    0x9BDC_06A7, 0xC19B_F174, 0xE49B_69C1, 0xEFBE_4786, 0x0FC1_9DC6, 0x240C_A1CC, 0x2DE9_2C6F,
    0x4A74_84AA, 0x5CB0_A9DC, 0x76F9_88DA, 0x983E_5152, 0xA831_C66D, 0xB003_27C8, 0xBF59_7FC7,
    0xC6E0_0BF3, 0xD5A7_9147, 0x06CA_6351, 0x1429_2967, 0x27B7_0A85, 0x2E1B_2138, 0x4D2C_6DFC,
    0x5338_0D13, 0x650A_7354, 0x766A_0ABB, 0x81C2_C92E, 0x9272_2C85, 0xA2BF_E8A1, 0xA81A_664B,
    0xC24B_8B70, 0xC76C_51A3, 0xD192_E819, 0xD699_0624, 0xF40E_3585, 0x106A_A070, 0x19A4_C116,
    0x1E37_6C08, 0x2748_774C, 0x34B0_BCB5, 0x391C_0CB3, 0x4ED8_AA4A, 0x5B9C_CA4F, 0x682E_6FF3,
    0x748F_82EE, 0x78A5_636F, 0x84C8_7814, 0x8CC7_0208, 0x90BE_FFFA, 0xA450_6CEB, 0xBEF9_A3F7,
    0xC671_78F2,
  ]
}
