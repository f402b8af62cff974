import Foundation
import Testing

@testable import DropoutTraining

/// A broken file, and a phrase that the refusal must hold.
struct Damage: Sendable, CustomTestStringConvertible {
  let name: String
  let bytes: [UInt8]
  let says: String

  init(_ name: String, _ bytes: [UInt8], says: String) {
    self.name = name
    self.bytes = bytes
    self.says = says
  }

  var testDescription: String { name }
}

/// Checks that a broken file is refused with one line that names the file and the fault.
func expectRefusal(
  _ damage: Damage, file: String, sourceLocation: SourceLocation = #_sourceLocation,
  _ read: ([UInt8], String) throws -> Void
) {
  do {
    try read(damage.bytes, "some/folder/\(file)")
    Issue.record("\(damage.name) was accepted", sourceLocation: sourceLocation)
  } catch let error as DatasetError {
    let line = error.description
    #expect(line.contains(file), "\(line)", sourceLocation: sourceLocation)
    #expect(
      line.split(whereSeparator: \.isNewline).count == 1, "\(line)", sourceLocation: sourceLocation)
    #expect(line.utf8.count < 500, "\(line)", sourceLocation: sourceLocation)
    #expect(line.contains(damage.says), "\(line)", sourceLocation: sourceLocation)
    #expect(error.kind == .badData, sourceLocation: sourceLocation)
  } catch {
    Issue.record("\(error) is no DatasetError", sourceLocation: sourceLocation)
  }
}

/// A directory of its own, removed when the value goes.
final class TemporaryDirectory {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("dropout-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a file in it, written with `bytes`.
  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    let url = URL(fileURLWithPath: path).appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path
  }

  /// The names of all files in it, hidden ones too.
  var names: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: path))?.sorted() ?? []
  }
}

extension [UInt8] {
  /// The same with `bytes` in place of those at `offset`.
  func patched(at offset: Int, _ bytes: [UInt8]) -> [UInt8] {
    var result = self
    result.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
    return result
  }

  /// The same with one bit turned.
  func flipped(at offset: Int) -> [UInt8] { patched(at: offset, [self[offset] ^ 0x10]) }

  /// The first `count` bytes; a negative count leaves that many out.
  func cut(_ count: Int) -> [UInt8] { Array(count < 0 ? dropLast(-count) : prefix(count)) }
}

func big32(_ values: UInt32...) -> [UInt8] { littleEndianBytes(of: values.map(\.bigEndian)) }
func little16(_ values: UInt16...) -> [UInt8] { littleEndianBytes(of: values) }
func little32(_ values: UInt32...) -> [UInt8] { littleEndianBytes(of: values) }
