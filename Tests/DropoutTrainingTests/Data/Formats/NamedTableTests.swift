@testable import DropoutTraining
import Testing

struct NamedTableTests {
  private func table(_ text: String) throws -> NamedTable {
    try NamedTable(Array(text.utf8), path: "a.csv")
  }

  @Test func namesAndRowsAreKeptAsText() throws {
    let table = try table("# made by hand\nrun,\"a, b\",\n\"x\"\"y\", 0.10,\n\n007,,\n")
    #expect(table.names == ["run", "a, b"])
    #expect(table.rows.map(\.fields) == [["x\"y", "0.10"], ["007", ""]])
    #expect(table.rows.map(\.line) == [3, 5])
    #expect(table.notes.contains("1 comment line left out"))
  }

  @Test func separatorAndDecimalMarkAreFound() throws {
    let table = try table("arm;value\na;0,5\nb;0,25\n")
    #expect(table.decimal == .comma && table.rows.map(\.fields) == [["a", "0,5"], ["b", "0,25"]])
    #expect(table.notes == ["separated by semicolons", "decimal commas"])
  }

  @Test(arguments: ["", "a\n1\n", "a,b\n1\n", "a,b\n1,2,3,4\n", "a,a\n1,2\n", "a,b\n\"1,2\n"])
  func textThatIsNoTableIsRefused(text: String) {
    #expect(throws: DatasetError.self) { try table(text) }
  }

  @Test func textThatIsNotUTF8IsRefused() {
    #expect(throws: DatasetError.table(path: "a.csv", .notUTF8(line: 2, column: 2))) {
      try NamedTable(Array("a,b\n1,".utf8) + [0xFF, 0x0A], path: "a.csv")
    }
  }
}
