import Foundation
import Testing

@testable import DropoutTraining

struct IDXDirectoryTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private static let stems = [
    "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
  ]

  /// Two training pictures and one test picture of 2 × 3 pixels.
  private static let contents: [[UInt8]] = [
    [0, 0, 8, 3] + big32(2, 2, 3) + [0, 51, 102, 153, 204, 255, 255, 204, 153, 102, 51, 0],
    [0, 0, 8, 1] + big32(2) + [1, 2], [0, 0, 8, 3] + big32(1, 2, 3) + [0, 0, 51, 51, 255, 255],
    [0, 0, 8, 1] + big32(1) + [2],
  ]

  private func write(_ name: (String) -> String, change: ([UInt8]) -> [UInt8] = { $0 }) throws {
    for (stem, content) in zip(Self.stems, Self.contents) {
      _ = try folder.file(name(stem), change(content))
    }
  }

  private func load(_ path: String? = nil) throws -> Dataset {
    try Dataset.load(path: path ?? folder.path)
  }

  private func refusal(_ path: String? = nil) -> String {
    let error = #expect(throws: DatasetError.self) { _ = try load(path) }
    return error?.description ?? ""
  }

  @Test(arguments: [
    "train-images-idx3-ubyte", "train-images.idx3-ubyte", "TRAIN-IMAGES-IDX3-UBYTE",
    "train_images_idx3_ubyte", "train-images-idx3", "train-images-idx3-ubyte.GZ",
    "train-images-idx3-ubyte/train-images.idx3-ubyte",
    "train-images-idx3-ubyte/train-images-idx3-ubyte.gz",
  ])
  func theFilesAreFoundUnderTheirUsualNames(form: String) throws {
    let isUpper = form == form.uppercased()
    try write { stem in
      let name = stem.split(separator: "-").enumerated().reduce(form) { name, word in
        let old = ["train", "images", "idx3", "ubyte"][word.offset]
        let new = isUpper ? word.element.uppercased() : String(word.element)
        return name.replacingOccurrences(of: isUpper ? old.uppercased() : old, with: new)
      }
      return name
    }
    #expect(IDXDirectory(path: folder.path).isComplete)
    let data = try load()
    #expect(data.train.features[3] == 0.6)
    #expect(data.classNames == ["1", "2"])
    #expect(data.imageShape == Dataset.ImageShape(height: 2, width: 3))
  }

  @Test func testNamesAndTwoLayersOfGzipAreTaken() throws {
    try write({ $0.replacingOccurrences(of: "t10k", with: "test") + ".gz" }) {
      gzipped(gzipped($0) ?? []) ?? []
    }
    #expect(try load().test.features == [0, 0, 0.2, 0.2, 1, 1])
  }

  @Test func picturesOfEMNISTAreTurned() throws {
    try write { "emnist-letters-" + $0.replacingOccurrences(of: "t10k", with: "test") }
    let data = try load()
    #expect(data.imageShape == Dataset.ImageShape(height: 3, width: 2))
    #expect(data.train.features.prefix(6).map { $0 * 255 } == [0, 153, 51, 204, 102, 255])
    #expect(data.test.features == [0, 0.2, 0, 1, 0.2, 1])
    let note = "pictures turned upright, as EMNIST's lie on their side"
    #expect(data.reading?.notes.contains(note) == true)
    // With a second set in the folder the name of one is asked for.
    try write { "emnist-digits-" + $0 }
    let line = refusal()
    #expect(
      line.contains("as in \(folder.path)/emnist-digits, found emnist-digits, emnist-letters"))
    #expect(try load("\(folder.path)/emnist-letters").checksum == data.checksum)
    #expect(refusal("\(folder.path)/emnist-mnist").contains("no such file"))
    // The files without a name in front come first.
    try write { $0 }
    #expect(try load().imageShape == Dataset.ImageShape(height: 2, width: 3))
  }

  @Test func whatIsNoIDXIsNamed() throws {
    try write { $0 }
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 3\n"
    _ = try folder.file(Self.stems[0], Array(pointer.utf8))
    #expect(refusal().contains("train-images-idx3-ubyte is a git-LFS pointer, not the data"))
    _ = try folder.file(Self.stems[0], Array("<!DOCTYPE html><html>".utf8))
    #expect(refusal().contains("train-images-idx3-ubyte is an HTML or XML page"))
    _ = try folder.file(Self.stems[0], gzipped(Array("<html><body>403".utf8)) ?? [])
    #expect(refusal().contains("train-images-idx3-ubyte is an HTML or XML page"))
    try FileManager.default.removeItem(atPath: "\(folder.path)/\(Self.stems[0])")
    #expect(refusal().contains("\(folder.path)/train-images-idx3-ubyte.gz: no such file"))
  }
}
