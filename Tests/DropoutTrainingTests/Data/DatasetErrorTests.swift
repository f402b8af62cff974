import Testing

@testable import DropoutTraining

struct DatasetErrorTests {
  private static let cases: [(DatasetError, DatasetError.Kind, String)] = [
    (.missing(path: "f", expected: "a file"), .missingFile, "f: no such file; expected a file"),
    (.unreadable(path: "f", reason: "no"), .missingFile, "f: cannot be read: no"),
    (
      .truncated(path: "f", part: "it", expected: 8, found: 3), .badData,
      "f: it is cut short: expected 8 bytes, found 3"
    ),
    (
      .trailingBytes(path: "f", part: "it", expected: 8), .badData,
      "f: it goes on after the 8 bytes it should have"
    ),
    (
      .malformed(path: "f", part: "it", expected: "a", found: "b"), .badData,
      "f: it: expected a, found b"
    ),
    (
      .unsupported(path: "f", part: "it", found: "x", advice: "do y"), .badData,
      "f: it: x is not supported; do y"
    ),
    (
      .tooLarge(path: "f", part: "it", declared: "9 bytes", limit: 8), .badData,
      "f: it declares 9 bytes, more than the 8 bytes it can hold"
    ),
    (
      .foreign(path: "f", format: .png), .badData, "f is a PNG picture; \(ForeignFormat.png.advice)"
    ),
    (
      .archive(path: "f", names: ["a", "b"]), .badData,
      "f is a zip archive of 'a', 'b', not of arrays or of one table; unpack it and give the file or "
        + "folder you mean"
    ),
    (
      .inflates(path: "f", part: "it", size: 9, limit: 8), .badData,
      "f: it inflates to 9 bytes or more, above the limit of 8 for a file of its size; if that is right, "
        + "save it without compression"
    ),
    (
      .transposed(path: "f", part: "X", shape: [2, 3], labels: 3), .badData,
      "f: X is 2 × 3 beside 3 labels: it looks transposed; save X.T (MATLAB: X')"
    ),
    (
      .fetchFailed(dataset: "d", files: ["a", "b"], folder: "/c/d", url: "u", reason: "no"),
      .unavailable,
      "u: the download failed: no; try again, give another place with --mirror, or put a, b into /c/d "
        + "yourself (or into d/ of any folder that $DROPOUT_DATA names)"
    ),
    (
      .damaged(path: "f", part: "it", expected: "a", found: "b"), .badData,
      "f: it is damaged: expected a, found b"
    ),
    (
      .badField(path: "f", line: 2, column: 3, expected: "a", found: "b\n"), .badData,
      "f: line 2, column 3: expected a, found 'b\\u{a}'"
    ),
    (
      .table(path: "f", .notUTF8(line: 2, column: 3)), .badData,
      "f: line 2, column 3: expected UTF-8, found other bytes (Latin-1 or Windows-1252?); "
        + "save the file as UTF-8"
    ),
    (
      .missingVariable(path: "f", wanted: "y", available: ["a", "b"]), .badData,
      "f: expected y, found 'a', 'b'"
    ),
    (
      .countMismatch(path: "f", examples: 2, labels: 3), .badData,
      "f: expected one label per example, found 2 examples and 3 labels"
    ),
    (
      .notFound(dataset: "d", searched: ["/a", "/b"], command: "c d"), .missingFile,
      "d was not found in /a, /b; fetch it with 'c d'"
    ),
    (
      .checksumMismatch(path: "f", expected: "12", found: "34"), .badData,
      "f: expected SHA-256 12, found 34; the file was removed, try again"
    ),
    (.downloadFailed(url: "u", reason: "no"), .unavailable, "u: the download failed: no"),
    (.cannotWrite(path: "f", reason: "no"), .cannotWrite, "f: cannot be written: no"),
    (.badOption(name: "n", expected: "a", found: "b"), .usage, "n: expected a, found b"),
  ]

  @Test(arguments: cases.indices) func everyFaultIsOneLineOfItsKind(index: Int) {
    let (error, kind, line) = Self.cases[index]
    #expect(error.description == line)
    #expect(error.kind == kind)
  }
}
