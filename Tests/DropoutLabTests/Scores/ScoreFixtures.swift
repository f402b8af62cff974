@testable import DropoutLab
import DropoutTraining
import Foundation

/// Files of scores in a folder of their own, removed at the end.
final class ScoreFolder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(
      path: "dropout-scores-\(ProcessInfo.processInfo.globallyUniqueString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  /// The folder's path.
  var path: String { url.path }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file, with the folders in its name, and gives its path.
  func write(_ bytes: [UInt8], _ name: String) throws -> String {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
    return file.path
  }

  func write(_ text: String, _ name: String) throws -> String { try write(Array(text.utf8), name) }

  /// The sheets of one file with this text.
  func sheets(
    _ text: String, name: String = "scores.csv",
    _ change: (inout ScoreReadingOptions) -> Void = { _ in }
  ) throws -> ScoreSheets {
    var options = ScoreReadingOptions()
    change(&options)
    return try ScoreSheets(ScoreFiles([write(text, name)], options: options), options: options)
  }
}

/// Bytes of event files, written by the format's description alone.
enum EventBytes {
  /// A record: the length, its checksum, the message, its checksum.
  static func record(_ message: [UInt8]) -> [UInt8] {
    let length = little(UInt64(message.count), count: 8)
    return length + little(UInt64(CRC32C.masked(length)), count: 4) + message
      + little(UInt64(CRC32C.masked(message)), count: 4)
  }

  /// A file with the version and one record for each scalar.
  static func file(_ scalars: [(tag: String, step: UInt64, value: Float)]) -> [UInt8] {
    let version = fixed64(1, 1.5e9) + bytes(3, Array("brain.Event:2".utf8))
    return scalars.reduce(record(version)) { file, scalar in
      let value = bytes(1, Array(scalar.tag.utf8)) + fixed32(2, scalar.value)
      return file + record(event(step: scalar.step, value: value))
    }
  }

  /// An event with one `Summary.Value`.
  static func event(step: UInt64, value: [UInt8]) -> [UInt8] {
    fixed64(1, 1.5e9) + integer(2, step) + bytes(5, bytes(1, value))
  }

  static func integer(_ field: UInt64, _ value: UInt64) -> [UInt8] {
    variable(field << 3) + variable(value)
  }

  static func bytes(_ field: UInt64, _ content: [UInt8]) -> [UInt8] {
    variable(field << 3 | 2) + variable(UInt64(content.count)) + content
  }

  static func fixed32(_ field: UInt64, _ value: Float) -> [UInt8] {
    variable(field << 3 | 5) + little(UInt64(value.bitPattern), count: 4)
  }

  static func fixed64(_ field: UInt64, _ value: Double) -> [UInt8] {
    variable(field << 3 | 1) + little(value.bitPattern, count: 8)
  }

  static func little(_ value: UInt64, count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
  }

  private static func variable(_ value: UInt64) -> [UInt8] {
    value < 128 ? [UInt8(value)] : [UInt8(value & 127) | 128] + variable(value >> 7)
  }
}
