// REDIS_URL, as deployments write it.

import Testing

@testable import Chassis

@Suite struct RedisAddressTests {
  @Test(arguments: [
    ("redis://127.0.0.1:6379", RedisAddress(.host("127.0.0.1", port: 6_379))),
    ("redis://", RedisAddress(.host("127.0.0.1", port: 6_379))),
    ("redis://db.example.org", RedisAddress(.host("db.example.org", port: 6_379))),
    ("REDIS://db:6380/", RedisAddress(.host("db", port: 6_380))),
    ("redis://db:/2", RedisAddress(.host("db", port: 6_379), database: 2)),
    ("redis://[::1]:7/15", RedisAddress(.host("::1", port: 7), database: 15)),
    ("redis://[::1]", RedisAddress(.host("::1", port: 6_379))),
    (
      "redis://app:secret@db:1/1",
      RedisAddress(.host("db", port: 1), user: "app", password: "secret", database: 1)
    ),
    ("redis://:secret@db", RedisAddress(.host("db", port: 6_379), password: "secret")),
    ("redis://secret@db", RedisAddress(.host("db", port: 6_379), password: "secret")),
    ("redis://:p%40s%3As%2F@db", RedisAddress(.host("db", port: 6_379), password: "p@s:s/")),
    ("redis://a:b:c@db", RedisAddress(.host("db", port: 6_379), user: "a", password: "b:c")),
    ("redis://:a@b@db", RedisAddress(.host("db", port: 6_379), password: "a@b")),
    ("unix:///run/redis.sock", RedisAddress(.path("/run/redis.sock"))),
    ("redis+unix:///a%20b?db=3", RedisAddress(.path("/a b"), database: 3)),
  ])
  func `an address is read`(url: String, expected: RedisAddress) throws {
    #expect(try RedisAddress(url) == expected)
    #expect(!"\(expected)".contains("secret"))
  }

  @Test(arguments: [
    ("", "it begins with redis:// or unix://"),
    ("127.0.0.1:6379", "it begins with redis:// or unix://"),
    ("http://db", "it begins with redis:// or unix://"),
    ("rediss://db", "there is no TLS here: put a tunnel (stunnel) before it"),
    ("redis://db:0", "the port is a whole number from 1 to 65535"),
    ("redis://db:65536", "the port is a whole number from 1 to 65535"),
    ("redis://db:x", "the port is a whole number from 1 to 65535"),
    ("redis://::1", "the port is a whole number from 1 to 65535"),
    ("redis://[::1", "the host has a \"[\" without \"]\""),
    ("redis://[::1]x", "behind the host only a port can stand"),
    ("redis://db/x", "the database is a whole number, such as /0"),
    ("redis://db/-1", "the database is a whole number, such as /0"),
    ("redis://db/99999999999999999999", "the database is a whole number, such as /0"),
    ("redis://:%ZZ@db", "its percent-encoding makes no sense"),
    ("redis://:a%00b@db", "its percent-encoding makes no sense"),
    ("unix://run", "behind unix:// stands a whole path, such as unix:///run/redis.sock"),
    ("unix:///run?x=1", "behind the path only ?db=NUMBER can stand"),
  ])
  func `what is wrong is said`(url: String, reason: String) {
    #expect(throws: RedisURLError(reason)) { try RedisAddress(url) }
  }
}
