import DropoutTraining
import Foundation
import Testing

@testable import DropoutServer

struct PrivateSocketTests {
  /// Folders of servers that were killed go with the next start; those of living ones stay.
  @Test func leftoversOfKilledServersAreRemoved() throws {
    let temporary = FileManager.default.temporaryDirectory
    let machine = try #require(ProcessMark.current.split(separator: "-").first)
    let names = ["\(machine)-999999999", ProcessMark.current, "00000000-999999999"].map {
      "dropout-\($0)-\(UUID().uuidString.prefix(8))"
    }
    let folders = names.map { temporary.appending(path: $0) }
    defer { for folder in folders { try? FileManager.default.removeItem(at: folder) } }
    for folder in folders {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
      try Data().write(to: folder.appending(path: "http"))
    }
    let socket = try PrivateSocket()
    socket.remove()
    #expect(
      folders.map { FileManager.default.fileExists(atPath: $0.path) } == [false, true, true])
  }
}
