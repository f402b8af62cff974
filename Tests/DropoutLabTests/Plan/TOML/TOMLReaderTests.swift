import DropoutLab
import DropoutTraining
import Testing

struct TOMLReaderTests {
  private func table(_ text: String) throws -> TOMLTable { try TOMLReader.table(text.utf8) }

  /// Every kind of value that TOML 1.0 names, in each way of writing it.
  @Test(
    arguments: [
      ("true", .flag(true)), ("false", .flag(false)),
      ("0", .integer(0)), ("+99", .integer(99)), ("-17", .integer(-17)), ("-0", .integer(0)),
      ("1_000", .integer(1000)), ("1_2_3", .integer(123)), ("0xdead_BEEF", .integer(0xDEAD_BEEF)),
      ("0o755", .integer(0o755)), ("0b1101_0110", .integer(0b1101_0110)),
      ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
      ("3.1415", .number(3.1415)), ("-0.01", .number(-0.01)), ("5e+22", .number(5e22)),
      ("1e06", .number(1e6)), ("-2E-2", .number(-2e-2)), ("6.626e-34", .number(6.626e-34)),
      ("224_617.445_991_228", .number(224617.445991228)), ("inf", .number(.infinity)),
      ("+inf", .number(.infinity)), ("-inf", .number(-.infinity)), ("0.0", .number(0)),
      (#""a \"b\" \\ \t \n \u00e9 \U0001F600""#, .text("a \"b\" \\ \t \n é 😀")),
      (#""""#, .text("")),
      (#"'C:\new\data'"#, .text(#"C:\new\data"#)), ("''", .text("")),
      ("\"\"\"\none\ntwo\"\"\"", .text("one\ntwo")), ("\"\"\"a\r\nb\"\"\"", .text("a\nb")),
      ("\"\"\"a \\\n   \n  b\"\"\"", .text("a b")),
      ("\"\"\"\"two\"\" \"\"\"\"\"", .text("\"two\"\" \"\"")),
      ("'''\nraw \\n 'x' '''", .text("raw \\n 'x' ")), ("''''x'''''", .text("'x''")),
      ("1979-05-27", .date("1979-05-27")), ("07:32:00", .date("07:32:00")),
      ("1979-05-27T07:32:00Z", .date("1979-05-27T07:32:00Z")),
      ("1979-05-27 07:32:00.5", .date("1979-05-27 07:32:00.5")),
      ("[]", .list([])), ("[ 1, 2.0, 'x', ]", .list([.integer(1), .number(2), .text("x")])),
      (
        "[ # one\n  [1],\n\n  [2, 3] # two\n]",
        .list([
          .list([.integer(1)]), .list([.integer(2), .integer(3)]),
        ])
      ),
    ] as [(String, TOMLValue)])
  func valuesAreRead(text: String, value: TOMLValue) throws {
    #expect(try table("x = \(text) # comment\n")["x"] == value)
    #expect(try table("x=\(text)")["x"] == value)
    #expect(try TOMLReader.value(text) == value)
  }

  @Test(arguments: ["nan", "+nan", "-nan"])
  func nanIsRead(text: String) throws {
    guard case .number(let value) = try TOMLReader.value(text) else {
      Issue.record("\(text) is no number")
      return
    }
    #expect(value.isNaN)
  }

  @Test func tablesAndKeysOfEveryForm() throws {
    let text = """
      \u{FEFF}# a comment
      bare_key-1 = 1\r
      "quoted key" = 2
      'literal "key"' = 3
      3.14 = 4
      a . b.'c d' = 5
      inline = { x = 1, y.z = "s", "t" = [ 1,
        2 ] }
      empty = {}

      [ server . one ]  # a header
      on = true
      [server]
      name = "s"
      [server.one.two]
      [[arm]]
      name = "first"
      [arm.settings]
      keep = 0.9
      [[arm]]
      name = "second"
      """
    let root = try table(text)
    #expect(
      root.entries.map(\.key) == [
        "bare_key-1", "quoted key", "literal \"key\"", "3", "a", "inline", "empty", "server", "arm",
      ])
    func at(_ path: String...) -> TOMLValue? {
      var value: TOMLValue? = .table(root)
      for key in path {
        switch value {
        case .table(let table): value = table[key]
        case .list(let values): value = Int(key).map { values[$0] }
        default: return nil
        }
      }
      return value
    }
    #expect(at("3", "14") == .integer(4))
    #expect(at("a", "b", "c d") == .integer(5))
    #expect(at("inline", "y", "z") == .text("s"))
    #expect(at("inline", "t") == .list([.integer(1), .integer(2)]))
    #expect(at("server", "one", "on") == .flag(true))
    #expect(at("server", "name") == .text("s"))
    #expect(at("server", "one", "two") == .table(try table("")))
    #expect(at("arm", "0", "settings", "keep") == .number(0.9))
    #expect(at("arm", "1", "name") == .text("second"))
  }

  /// What is no TOML is refused where it stands.
  @Test(
    arguments: [
      ("x = = 3", 1, 5, "expected a value, found ="), ("x", 1, 2, "expected = after the key"),
      ("x = 1 y = 2", 1, 7, "expected the end of the line, found y"),
      ("= 1", 1, 1, "a key of letters"),
      ("x = [0.5,}", 1, 10, "expected a value, found }"), ("x = [1 2]", 1, 8, "a comma or ]"),
      ("[é]", 1, 2, "found é"), ("[[[x]]]", 1, 3, "found ["), ("[“training”]", 1, 2, "found “"),
      ("[a", 1, 3, "] after the table's name, found the end of the text"),
      ("[[a]", 1, 4, "]] after"), ("[]", 1, 2, "a key"), ("a..b = 1", 1, 3, "a key"),
      (
        "x = 1\n\ny = \"a\nb\"", 3, 7,
        "expected a \" at the end of the text, found the end of the line"
      ),
      ("x = 'a", 1, 7, "expected a '"), ("x = \"\"\"a\n\"\"", 2, 3, "expected \"\"\""),
      ("x = \"\\q\"", 1, 6, "\\q is not an escape"),
      ("x = \"\\uD800\"", 1, 6, "\\uD800 is not an escape"),
      ("x = \"\\u12\"", 1, 6, "\\u12 is not an escape"), ("x = “much”", 1, 5, "found “much”"),
      ("x = football", 1, 5, "found football; text stands in quotes"),
      ("x = 01", 1, 5, "found 01"), ("x = 1__0", 1, 5, "found 1__0"), ("x = _1", 1, 5, "found _1"),
      ("x = 1_", 1, 5, "found 1_"), ("x = 1.", 1, 5, "found 1."), ("x = .5", 1, 5, "found .5"),
      ("x = 1e", 1, 5, "found 1e"), ("x = 0x", 1, 5, "found 0x"), ("x = +0x1", 1, 5, "found +0x1"),
      ("x = 0b2", 1, 5, "found 0b2"), ("x = True", 1, 5, "found True"),
      ("x = 1,2", 1, 6, "found ,"),
      ("x = 9223372036854775808", 1, 5, "does not fit into 64 bits"),
      ("x = {a = 1,}", 1, 12, "a key"), ("x = {a = 1\n}", 1, 11, "a comma or }"),
      ("x = 1\nx = 2", 2, 1, "x is set twice"), ("[a]\n[a]", 2, 1, "a is set twice"),
      ("a.b = 1\n[a]", 2, 1, "a is set twice"), ("[a.b]\n[a]\nb.c = 1", 3, 1, "b is not a table"),
      ("x = {a = 1}\nx.b = 2", 2, 1, "x is not a table"),
      ("x = [1]\n[[x]]", 2, 1, "x is set twice"),
      ("[[x]]\n[x]", 2, 1, "x is set twice"), ("x = 1\n[x.y]", 2, 1, "x is not a table"),
      ("x = 1\u{0}", 1, 6, "a NUL byte"), ("# \u{1}", 1, 3, "control character U+0001"),
      ("x = 1\ry = 2", 1, 6, "control character U+000D"), ("x = \"\u{7F}\"", 1, 6, "U+007F"),
    ] as [(String, Int, Int, String)])
  func whatIsNoTOMLIsRefusedWhereItStands(
    text: String, line: Int, column: Int, part: String
  ) throws {
    let error = try #require(throws: TOMLError.self) { try table(text) }
    #expect(error.line == line && error.column == column, "\(error)")
    #expect(error.problem.description.contains(part), "\(error.problem)")
  }

  @Test func bytesThatAreNotUTF8() throws {
    for (bytes, column) in [
      ([0xFF, 0xFE, 0x5B], 1), ([0x61, 0x20, 0xC3], 3), ([0x23, 0xED, 0xA0], 2),
    ] {
      let error = try #require(throws: TOMLError.self) {
        try TOMLReader.table(bytes.map { UInt8($0) })
      }
      #expect(error.problem == .notUTF8 && error.line == 1 && error.column == column)
    }
  }

  @Test func depthIsLimitedAndNothingOverflows() throws {
    for text in [
      "x = " + String(repeating: "[", count: 100_000),
      "x = " + String(repeating: "{a=", count: 100_000),
      String(repeating: "a.", count: 100_000) + "b = 1",
      "[" + String(repeating: "a.", count: 100_000) + "b]",
      "x = " + String(repeating: "{" + String(repeating: "a.", count: 20) + "b=", count: 10_000),
    ] {
      let error = try #require(throws: TOMLError.self) { try table(text) }
      #expect(error.problem == .tooDeep(limit: TOMLReader.depthLimit))
    }
    let deepest = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    #expect(throws: Never.self) { try TOMLReader.value(deepest) }
  }

  /// Plans with characters inserted, replaced, removed and doubled: each is read or refused at a place
  /// in its text, and nothing ends the process.
  @Test func mutatedPlansAreReadOrRefused() throws {
    let plan = """
      [data]
      name = "football" # data
      'seed' = 1_0
      [training]
      rate = {step = 1.5e-3, on = true}
      [comparison]
      policies = ["none",
        'per-example', \"""x\""" ]
      [[arm]]
      a.b = 0x1F
      """
    let alphabet =
      Array("[]{}=.,\"'#\\_-+:eE0x9 \t\n\ru\u{0}\u{1}".unicodeScalars)
      + Array("é“”\u{2028}😀ninfatrue1979-05-27T07:32".unicodeScalars)
    var random = RandomSequence(RandomKey(seed: 13))
    var counts = (read: 0, refused: 0)
    for _ in 0..<20_000 {
      var text = Array(plan.unicodeScalars)
      for _ in 0...random.below(4) {
        let place = random.below(text.count)
        switch random.below(4) {
        case 0: text.insert(alphabet[random.below(alphabet.count)], at: place)
        case 1: text[place] = alphabet[random.below(alphabet.count)]
        case 2: text.removeSubrange(place..<min(text.count, place + 1 + random.below(9)))
        default: text.insert(contentsOf: text[place...].prefix(1 + random.below(9)), at: place)
        }
        if text.isEmpty { text = ["x"] }
      }
      let mutated = String(String.UnicodeScalarView(text))
      do {
        _ = try table(mutated)
        counts.read += 1
      } catch let error as TOMLError {
        counts.refused += 1
        #expect(error.line >= 1 && error.column >= 1)
        #expect(error.line <= 1 + text.count { $0 == "\n" })
        #expect(!error.problem.description.contains("\n"))
      }
    }
    // Both ways are taken often: about a third of these plans still are TOML.
    #expect(counts.read > 2_000 && counts.refused > 2_000, "\(counts)")
  }
}
