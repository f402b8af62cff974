import Foundation
import Testing

@testable import DropoutTraining

/// The published MNIST and Fashion-MNIST, where they are at hand.
struct RealDataTests {
  /// `$DROPOUT_DATA`, `$DROPOUT_SHARED/data`, or a `shared/data` beside a folder above this file.
  static let directory: String? = {
    let environment = ProcessInfo.processInfo.environment
    var places = [environment["DROPOUT_DATA"], environment["DROPOUT_SHARED"].map { $0 + "/data" }]
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<8 {
      folder.deleteLastPathComponent()
      places.append(folder.appendingPathComponent("shared/data").path)
    }
    // Absolute, for links are made to it from elsewhere.
    return places.compactMap { $0.map { URL(fileURLWithPath: $0).path } }
      .first { DataFile.isDirectory($0 + "/mnist") }
  }()

  private func directory(_ known: KnownDataset) -> String? {
    guard let directory = Self.directory else {
      print("skipped: \(known.rawValue) is not at hand; set DROPOUT_DATA")
      return nil
    }
    return "\(directory)/\(known.rawValue)"
  }

  /// Mean pixel / 255, and examples a class of the training and the test part.
  @Test(arguments: [
    (
      KnownDataset.mnist, [0.1307, 0.1325],
      [
        [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949],
        [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009],
      ]
    ),
    (
      .fashionMNIST, [0.2860, 0.2868],
      [[Int](repeating: 6000, count: 10), [Int](repeating: 1000, count: 10)]
    ),
  ])
  func filesHoldWhatIsKnownOfThem(known: KnownDataset, means: [Double], counts: [[Int]]) throws {
    guard let directory = directory(known) else { return }
    for (part, offset) in [(0, 0), (1, 2)] {
      let images = try IDXFile.read(path: "\(directory)/\(known.files[offset].name)")
      let labels = try IDXFile.read(path: "\(directory)/\(known.files[offset + 1].name)")
      let count = part == 0 ? 60_000 : 10_000
      #expect(images.shape == [count, 28, 28])
      #expect(labels.shape == [count])
      var found = [Int](repeating: 0, count: 10)
      for label in labels.bytes { found[Int(label)] += 1 }
      #expect(found == counts[part])
      // Every seventh example is enough for two places, and bearable without optimisation.
      var sum = 0
      var seen = 0
      for i in stride(from: 0, to: images.bytes.count, by: part == 0 ? 97 : 17) {
        sum += Int(images.bytes[i])
        seen += 1
      }
      let mean = Double(sum) / Double(seen) / 255
      #expect(abs(mean - means[part]) < 0.003, "mean \(mean)")
    }
  }

  @Test func publishedFilesAreRecognised() throws {
    for known in KnownDataset.allCases {
      guard let directory = directory(known) else { return }
      for file in known.files {
        let bytes = try DataFile.read("\(directory)/\(file.name)", expected: "")
        var digest = SHA256()
        digest.update(bytes)
        #expect(digest.finalized() == file.checksum)
        #expect(bytes.count == file.byteCount)
      }
    }
  }

  /// A directory that holds `mnist`; without optimisation the test files stand for the training files,
  /// because hashing 188 MB takes too long then.
  private func smallEnough(_ directory: String) throws -> (folder: TemporaryDirectory, count: Int) {
    let folder = try TemporaryDirectory()
    let files = FileManager.default
    try files.createDirectory(atPath: "\(folder.path)/mnist", withIntermediateDirectories: false)
    #if DEBUG
      let (source, count) = ("t10k", 10_000)
    #else
      let (source, count) = ("train", 60_000)
    #endif
    for file in KnownDataset.mnist.files {
      let name = file.name.replacing("train", with: source)
      try files.createSymbolicLink(
        atPath: "\(folder.path)/mnist/\(file.name)", withDestinationPath: "\(directory)/\(name)")
    }
    return (folder, count)
  }

  @Test func mnistLoadsAsADataset() throws {
    guard let directory = directory(.mnist) else { return }
    let (folder, count) = try smallEnough(directory)
    let locator = DataLocator(dataDirectory: folder.path, environment: [:])
    let clock = ContinuousClock()
    let start = clock.now
    let data = try Dataset.load(.mnist, locator: locator)
    print("MNIST with \(count) training examples loaded in \(clock.now - start)")
    #expect(data.name == "mnist")
    #expect(data.classCount == 10)
    #expect(data.classNames == nil)
    #expect(data.train.count == count)
    #expect(data.test.count == 10_000)
    #expect(data.imageShape == Dataset.ImageShape(height: 28, width: 28))
    #expect(data.test.labels.prefix(10) == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9])
    #expect(data.train.features.prefix(784).max() == 1)
    // The first ten test pictures' pixels, as NumPy sums them: images[:10].sum().
    let pixels = data.test.features.prefix(7840).reduce(0) { $0 + Int(($1 * 255).rounded()) }
    #expect(pixels == 231_611)
  }
}
