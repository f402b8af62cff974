@testable import DropoutLab
import DropoutTraining
import Testing

struct EventFileTests {
  /// RFC 3720, appendix B.4, and the check value of the CRC catalogue.
  @Test func checksumsArePublishedOnes() {
    #expect(CRC32C.checksum([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(CRC32C.checksum([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(CRC32C.checksum(0..<32) == 0x46DD_794E)
    #expect(CRC32C.checksum("123456789".utf8) == 0xE306_9283)
    // The length of the first record that tensorboardX 2.6.5 writes, 18 00 …, is followed by a3 7f 4b 22.
    #expect(CRC32C.masked([0x18, 0, 0, 0, 0, 0, 0, 0]) == 0x224B_7FA3)
  }

  private static let file = EventBytes.file([
    ("acc", 1, 0.5), ("acc", 300, 0.9), ("loss", 300, -1e-20),
  ])

  private func scalars(_ bytes: [UInt8], isGrowing: Bool = false) throws -> [EventFile.Scalar] {
    try EventFile.scalars(bytes, path: "events", isGrowing: isGrowing)
  }

  @Test func scalarsAreRead() throws {
    #expect(EventFile.isEventFile(Self.file))
    #expect(
      try scalars(Self.file) == [
        .init(tag: "acc", step: 1, value: 0.5), .init(tag: "acc", step: 300, value: 0.9),
        .init(tag: "loss", step: 300, value: -1e-20),
      ])
  }

  /// TensorFlow 2 writes tensors: with their bytes, or with a list of values.
  @Test func scalarTensorsAreRead() throws {
    func file(_ tensor: [UInt8]) -> [UInt8] {
      EventBytes.record(
        EventBytes.event(
          step: 7, value: EventBytes.bytes(1, Array("t".utf8)) + EventBytes.bytes(8, tensor)))
    }
    let float = EventBytes.little(UInt64(Float(0.1).bitPattern), count: 4)
    let double = EventBytes.little((0.3).bitPattern, count: 8)
    let cases: [([UInt8], Double?)] = [
      (EventBytes.integer(1, 1) + EventBytes.bytes(4, float), 0.1),
      (EventBytes.integer(1, 1) + EventBytes.bytes(5, float), 0.1),
      (EventBytes.integer(1, 1) + EventBytes.fixed32(5, 0.1), 0.1),
      (EventBytes.integer(1, 2) + EventBytes.bytes(4, double), 0.3),
      (EventBytes.integer(1, 2) + EventBytes.fixed64(6, 0.3), 0.3),
      // Two values are no scalar, and text is none either.
      (EventBytes.integer(1, 1) + EventBytes.bytes(4, float + float), nil),
      (EventBytes.integer(1, 7) + EventBytes.bytes(8, Array("text".utf8)), nil),
    ]
    for (tensor, value) in cases { #expect(try scalars(file(tensor)).first?.value == value) }
  }

  @Test func everyCutIsNoticed() throws {
    let whole = try scalars(Self.file)
    // Between two records nothing says that more should follow.
    let ends = (0..<3).map { count in
      EventBytes.file([("acc", 1, 0.5), ("acc", 300, 0.9)].prefix(count).map { $0 }).count
    }
    for end in 1..<Self.file.count {
      let cut = Array(Self.file[..<end])
      let growing = try scalars(cut, isGrowing: true)
      #expect(growing == Array(whole.prefix(growing.count)))
      if ends.contains(end) {
        #expect(try scalars(cut) == growing)
      } else {
        #expect(throws: ScoreError.self) { try scalars(cut) }
      }
    }
  }

  @Test func everyFlippedBitIsNoticed() {
    for index in Self.file.indices {
      for bit in 0..<8 {
        var damaged = Self.file
        damaged[index] ^= 1 << UInt8(bit)
        #expect(throws: ScoreError.self) { try scalars(damaged) }
      }
    }
  }

  @Test func messagesThatAreNoEventsAreRefused() {
    for message: [UInt8] in [[0x00], [0x0B], [0x2A, 0x7F], [0x2A, 0x02, 0x0A, 0x05], [0x80]] {
      let error = #expect(throws: ScoreError.self) { try scalars(EventBytes.record(message)) }
      #expect("\(error.map { "\($0)" } ?? "")".contains("a record is not an event"))
    }
  }

  @Test func foldersAreRuns() throws {
    let folder = try ScoreFolder()
    for (arm, offset) in [("none", Float(0)), ("drop", 0.1)] {
      for seed in 1...3 {
        let scalars = (1...2).map { ("acc", UInt64($0), 0.5 + offset + 0.01 * Float(seed * $0)) }
        _ = try folder.write(
          EventBytes.file(scalars), "runs/\(arm)/seed_\(seed)/events.out.tfevents.1.host.0")
      }
    }
    let options = ScoreReadingOptions()
    let files = try ScoreFiles([folder.path + "/runs"], options: options)
    #expect(files.readings[0].contains("TensorBoard event files, 6 runs"))
    let sheet = try ScoreSheets(files, options: options).sheets[0]
    #expect(sheet.arms.map(\.arm) == ["drop", "none"])
    #expect(sheet.arms[1].scores == [0.52, 0.54, 0.56])
    _ = try folder.write("x", "empty/a.txt")
    #expect(throws: ScoreError.self) {
      try ScoreFiles([folder.path + "/empty"], options: options)
    }
  }
}
