// swift-tools-version: 6.2
import PackageDescription

var settings: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
  .strictMemorySafety(),
]
var cSettings: [CSetting] = []
if Context.environment["CI"] != nil {
  settings.append(.treatAllWarnings(as: .error))
  cSettings.append(.treatAllWarnings(as: .error))
}

// script/settings sets it: most of the time of an optimised build of the tests would go into optimising `#expect`,
// and most of that of unoptimised tests into the slow references of TestSupport.
var testSettings = settings
var supportSettings = settings
if Context.environment["PLAIN_TESTS"] != nil {
  testSettings.append(.unsafeFlags(["-Onone"]))
  supportSettings.append(.unsafeFlags(["-O"]))
}

var dependencies: [Package.Dependency] = [
  .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
  .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
]
// script/docs alone sets it: nobody who uses the package must fetch what makes its documentation.
if Context.environment["DOCC"] != nil {
  dependencies.append(
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}

let package = Package(
  name: "swift-dropout",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "DropoutTraining", targets: ["DropoutTraining"]),
    .library(name: "DropoutStatistics", targets: ["DropoutStatistics"]),
    .library(name: "DropoutFigures", targets: ["DropoutFigures"]),
    .library(name: "DropoutLab", targets: ["DropoutLab"]),
    .library(name: "DropoutServer", targets: ["DropoutServer"]),
    .executable(name: "dropout", targets: ["dropout"]),
  ],
  dependencies: dependencies,
  targets: [
    .target(name: "CKernels", cSettings: cSettings),
    .systemLibrary(
      name: "CZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .target(
      name: "DropoutTraining", dependencies: ["CKernels", "CZlib"], swiftSettings: settings),
    .target(
      name: "DropoutStatistics", dependencies: ["DropoutTraining"], swiftSettings: settings),
    .target(
      name: "DropoutFigures", dependencies: ["DropoutTraining", "DropoutStatistics"],
      swiftSettings: settings),
    .target(
      name: "DropoutLab",
      dependencies: [
        "DropoutTraining", "DropoutStatistics", "DropoutFigures",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      resources: [
        .embedInCode("Report/Page/report.css"), .embedInCode("Report/Page/report.js"),
      ],
      swiftSettings: settings),
    .target(
      name: "DropoutReproductions",
      dependencies: ["DropoutTraining", "DropoutStatistics", "DropoutFigures", "DropoutLab"],
      swiftSettings: settings),
    .target(name: "CMemory", cSettings: cSettings),
    .target(
      name: "DropoutServer",
      dependencies: [
        "CMemory", "DropoutTraining", "DropoutStatistics", "DropoutFigures", "DropoutLab",
        .product(name: "FlyingFox", package: "FlyingFox"),
      ],
      resources: [.copy("Resources")], swiftSettings: settings),
    .executableTarget(
      name: "dropout",
      dependencies: [
        "DropoutTraining", "DropoutStatistics", "DropoutFigures", "DropoutLab",
        "DropoutReproductions", "DropoutServer",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .target(
      name: "TestSupport",
      dependencies: [
        "DropoutTraining", .product(name: "FlyingSocks", package: "FlyingFox"),
      ],
      path: "Tests/TestSupport", swiftSettings: supportSettings),
    .target(
      name: "LabTestSupport", dependencies: ["DropoutLab", "DropoutTraining"],
      path: "Tests/LabTestSupport", swiftSettings: settings),
    .executableTarget(
      name: "random-trainings", dependencies: ["DropoutTraining"], path: "Tests/RandomTrainings",
      swiftSettings: settings),
    .target(
      name: "CAllocationCount", path: "Tests/CAllocationCount", cSettings: cSettings),
    .testTarget(
      name: "DropoutTrainingTests",
      dependencies: ["CAllocationCount", "CKernels", "DropoutTraining", "TestSupport"],
      swiftSettings: testSettings),
    .testTarget(
      name: "DropoutStatisticsTests",
      dependencies: ["DropoutStatistics", "DropoutTraining", "TestSupport"],
      swiftSettings: testSettings),
    .testTarget(
      name: "DropoutFiguresTests",
      dependencies: ["DropoutFigures", "DropoutStatistics", "DropoutTraining", "TestSupport"],
      swiftSettings: testSettings),
    .testTarget(
      name: "DropoutReproductionsTests",
      dependencies: [
        "DropoutReproductions", "DropoutLab", "DropoutStatistics", "DropoutTraining",
        "LabTestSupport", "TestSupport",
      ],
      swiftSettings: testSettings),
    .testTarget(
      name: "DropoutLabTests",
      dependencies: [
        "DropoutLab", "DropoutStatistics", "DropoutTraining", "LabTestSupport", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      exclude: ["Report/Golden", "Store/OlderStore"],
      swiftSettings: testSettings),
    .testTarget(
      name: "DropoutServerTests",
      dependencies: [
        "DropoutServer", "DropoutFigures", "DropoutLab", "DropoutStatistics", "DropoutTraining",
        "TestSupport",
        .product(name: "FlyingFox", package: "FlyingFox"),
      ],
      swiftSettings: testSettings),
    .testTarget(
      name: "DropoutCommandTests",
      dependencies: [
        "dropout", "random-trainings", "DropoutLab", "DropoutStatistics", "DropoutTraining",
        "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      exclude: ["Golden"], swiftSettings: testSettings),
  ],
  swiftLanguageModes: [.v6]
)

// script/settings alone sets it: what the tests of a checked build do not reach need not be compiled.
let omitted = Set((Context.environment["OMIT"] ?? "").split(separator: " ").map(String.init))
package.targets.removeAll { omitted.contains($0.name) }
package.products.removeAll { omitted.contains($0.name) }
