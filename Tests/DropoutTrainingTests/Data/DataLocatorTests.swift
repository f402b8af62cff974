import Foundation
import Testing

@testable import DropoutTraining

struct DataLocatorTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func locator(data: String? = "given") -> DataLocator {
    let root = folder.path
    return DataLocator(
      dataDirectory: data.map { "\(root)/\($0)" },
      environment: [
        "DROPOUT_DATA": "\(root)/env", "HOME": "\(root)/home", "XDG_CACHE_HOME": "\(root)/cache",
      ], workingDirectory: "\(root)/here")
  }

  private func put(_ directory: String, leavingOut: Int? = nil) throws {
    for (i, stem) in IDXDirectory.stems.enumerated() where i != leavingOut {
      _ = try folder.file("\(directory)/\(stem)", [0])
    }
  }

  @Test func everyPlaceIsNamedInOrderIfNoneHasIt() {
    let root = folder.path
    let error = #expect(throws: DatasetError.self) { _ = try locator().locate(.fashionMNIST) }
    let places = [
      "given/fashion-mnist", "given/FashionMNIST/raw", "env/fashion-mnist", "env/FashionMNIST/raw",
      "here/data/fashion-mnist", "here/data/FashionMNIST/raw", "home/.keras/datasets/fashion-mnist",
      "home/.keras/datasets/FashionMNIST/raw", "cache/dropout/fashion-mnist",
      "cache/dropout/FashionMNIST/raw",
    ].map { "\(root)/\($0)" }
    #expect(
      error
        == .notFound(
          dataset: "fashion-mnist", searched: places, command: "dropout data fetch fashion-mnist"))
    #expect(error?.kind == .missingFile)
    #expect(
      error?.description.hasSuffix("fetch it with 'dropout data fetch fashion-mnist'") == true)
  }

  @Test func theFirstPlaceWins() throws {
    var expected: [String] = []
    for place in ["cache/dropout/mnist", "here/data/MNIST/raw", "env/mnist", "given/MNIST/raw"] {
      try put(place)
      expected.append(place)
      #expect(try locator().locate(.mnist) == "\(folder.path)/\(place)")
    }
    #expect(try locator(data: nil).locate(.mnist) == "\(folder.path)/env/mnist")
  }

  @Test func anIncompleteDirectoryIsPassedOver() throws {
    try put("given/mnist", leavingOut: 2)
    _ = try folder.file("home/.keras/datasets/mnist.npz", [0])
    #expect(try locator().locate(.mnist) == "\(folder.path)/home/.keras/datasets/mnist.npz")
  }

  @Test func theCacheFollowsTheSystem() {
    var locator = locator()
    #expect(locator.cacheDirectory == "\(folder.path)/cache/dropout")
    locator.environment["XDG_CACHE_HOME"] = "not/absolute"
    #expect(locator.cacheDirectory.hasPrefix("\(folder.path)/home/"))
    #expect(locator.cacheDirectory.hasSuffix("/dropout"))
  }
}
