// Brackets in names: what grows from them, what stays text, and how little a hostile name may cost.

import Testing

@testable import Chassis

extension JSONValue {
  /// As JSON with sorted names, for comparing.
  nonisolated var sorted: String {
    switch self {
    case .array(let elements): "[" + elements.map(\.sorted).joined(separator: ",") + "]"
    case .object(let members):
      "{"
        + members.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value.sorted)" }
        .joined(separator: ",") + "}"
    default: shown
    }
  }
}

@Suite struct FormTreeTests {
  @Test(arguments: [
    // Lists.
    ("a=1", #"{"a":"1"}"#), ("a=1&a=2", #"{"a":["1","2"]}"#),
    ("a[]=1", #"{"a":["1"]}"#), ("a[]=1&a[]=2", #"{"a":["1","2"]}"#),
    ("a=1&a[]=2", #"{"a":["1","2"]}"#), ("a[]=1&a=2", #"{"a":["1","2"]}"#),
    ("a[0]=x&a[1]=y", #"{"a":["x","y"]}"#), ("a[1]=x&a[15]=y", #"{"a":["x","y"]}"#),
    ("a[2]=x&a[]=y", #"{"a":["y","x"]}"#), ("a[0]=x&a[]=y", #"{"a":["x","y"]}"#),
    ("a[0][0]=1&a[0][1]=2", #"{"a":[["1","2"]]}"#), ("a[][]=1&a[][]=2", #"{"a":["1","2"]}"#),
    ("a[]=", #"{"a":[""]}"#),
    // A number that is no place in a list is a name.
    ("a[20]=x", #"{"a":["x"]}"#), ("a[21]=x", #"{"a":{"21":"x"}}"#),
    ("a[999999999]=x", #"{"a":{"999999999":"x"}}"#),
    ("a[99999999999999999999]=x", #"{"a":{"99999999999999999999":"x"}}"#),
    ("a[01]=x", #"{"a":{"01":"x"}}"#), ("a[-1]=x", #"{"a":{"-1":"x"}}"#),
    ("a[1.5]=x", #"{"a":{"1.5":"x"}}"#),
    // Fields in fields.
    ("a[b]=c", #"{"a":{"b":"c"}}"#), ("a%5Bb%5D=c", #"{"a":{"b":"c"}}"#),
    ("a[b]=1&a[b]=2", #"{"a":{"b":["1","2"]}}"#),
    ("a[0][b]=1&a[1][b]=2", #"{"a":[{"b":"1"},{"b":"2"}]}"#),
    ("a[][b]=1&a[][c]=2", #"{"a":[{"b":"1","c":"2"}]}"#),
    ("[foo]=bar", #"{"foo":"bar"}"#), ("[]=a&[]=b", #"{"0":"a","1":"b"}"#),
    // What does not go together.
    ("a[b]=c&a=d", #"{"a":{"b":"c","d":"true"}}"#), ("a[b]=c&a=", #"{"a":{"b":"c"}}"#),
    ("a=d&a[b]=c", #"{"a":["d",{"b":"c"}]}"#), ("a[]=b&a[t]=u", #"{"a":{"0":"b","t":"u"}}"#),
    ("a[t]=u&a[]=b", #"{"a":{"0":"b","t":"u"}}"#),
    // Depth.
    ("a[b][c][d][e][f]=x", #"{"a":{"b":{"c":{"d":{"e":{"f":"x"}}}}}}"#),
    ("a[b][c][d][e][f][g]=x", #"{"a":{"b":{"c":{"d":{"e":{"f":{"[g]":"x"}}}}}}}"#),
    ("a[b][c][d][e][f][g][h]=x", #"{"a":{"b":{"c":{"d":{"e":{"f":{"[g][h]":"x"}}}}}}}"#),
    // Brackets that do not close.
    ("a.b=c", #"{"a.b":"c"}"#), ("a[b=c", #"{"a[b":"c"}"#), ("a]b=c", #"{"a]b":"c"}"#),
    ("a[b[c]=d", #"{"a[b":{"c":"d"}}"#), ("a[b=c]=d", #"{"a":{"b=c":"d"}}"#),
    ("[[a]]=1", #"{"[":{"a":"1"}}"#),
    // Names that have a power elsewhere have none here.
    ("__proto__=x&__proto__[y]=z", #"{"__proto__":["x",{"y":"z"}]}"#),
    ("a[__proto__][isAdmin]=true", #"{"a":{"__proto__":{"isAdmin":"true"}}}"#),
    ("constructor[prototype][x]=1", #"{"constructor":{"prototype":{"x":"1"}}}"#),
    ("hasOwnProperty=1", #"{"hasOwnProperty":"1"}"#),
    ("", "{}"), ("&&", "{}"), ("=x", #"{"":"x"}"#),
  ])
  func extended(query: String, expected: String) {
    #expect(FormFields(query, extended: true).tree.sorted == expected)
  }

  @Test(arguments: [
    ("a=1&a=2&b=3", #"{"a":["1","2"],"b":"3"}"#), ("a[b]=c", #"{"a[b]":"c"}"#),
    ("a[]=1&a[]=2", #"{"a[]":["1","2"]}"#), ("a[b=c]=d", #"{"a[b":"c]=d"}"#),
    ("__proto__[x]=1", #"{"__proto__[x]":"1"}"#), ("a[0][0][0]=1", #"{"a[0][0][0]":"1"}"#),
  ])
  func `simple: brackets are text`(query: String, expected: String) {
    #expect(FormFields(query).tree.sorted == expected)
  }

  @Test func `a thousand pairs are read of a query, and no more`() {
    for extended in [false, true] {
      let fields = FormFields(
        (0..<1_200).map { "n[\($0)]=1" }.joined(separator: "&"), extended: extended)
      #expect(fields.all("n[999]") == ["1"])
      #expect(fields.all("n[1000]") == [])
    }
  }

  @Test(.timeLimit(.minutes(1))) func `hostile names cost no more than others`() {
    let names = [
      String(repeating: "[", count: 100_000), String(repeating: "[a]", count: 30_000),
      String(repeating: "a[", count: 50_000), String(repeating: "[]", count: 50_000),
      "a" + String(repeating: "]", count: 100_000), String(repeating: "%5B", count: 30_000),
    ]
    for name in names {
      let tree = FormFields("\(name)=1&\(name)=2", extended: true).tree
      #expect(tree != .object([:]))
    }
    let many = (0..<1_000).map { "a[\($0 % 21)][\($0)][b][c][d][e]=\($0)" }
    #expect(FormFields(many.joined(separator: "&"), extended: true).tree != .object([:]))
  }
}
