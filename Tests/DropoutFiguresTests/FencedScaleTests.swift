@testable import DropoutFigures
import Testing

struct FencedScaleTests {
  /// Half-point differences about 7 %, and five runs that failed.
  private static let errors: [Double] = {
    let bulk = (0..<80).map { place -> Double in 6 + Double(place % 20) * 0.1 }
    return bulk + [23, 25, 37, 42, 51]
  }()

  @Test func bulkTakesMostOfTheAxis() throws {
    let scale = FencedScale(covering: Self.errors, limits: 0...100)
    let above = try #require(scale.above)
    #expect(scale.below == nil)
    #expect(scale.bulk.lowerBound < 6 && scale.bulk.lowerBound > 5.5)
    #expect(scale.bulk.upperBound > 7.9 && scale.bulk.upperBound < 10)
    #expect(above.lowerBound == scale.bulk.upperBound && above.upperBound > 51)
    #expect(scale.fraction(7.9) - scale.fraction(6) > 0.65)
    #expect(Self.errors.count(where: scale.isFar) == 5)
  }

  /// Equal differences are equal lengths inside each zone.
  @Test func zonesAreLinear() {
    let scale = FencedScale(covering: Self.errors)
    #expect(
      abs(scale.fraction(7) - scale.fraction(6.5) - scale.fraction(7.5) + scale.fraction(7)) < 1e-12
    )
    #expect(
      abs(scale.fraction(30) - scale.fraction(25) - scale.fraction(40) + scale.fraction(35)) < 1e-12
    )
    #expect(scale.fraction(7) - scale.fraction(6) > 20 * (scale.fraction(31) - scale.fraction(30)))
  }

  @Test(
    arguments: [
      errors, errors.map(-), errors.map { $0 - 7 } + [-40.0, -39], [1.0, 2, 3, 4, 5],
    ] as [[Double]])
  func placesRiseFromEndToEnd(_ values: [Double]) {
    let scale = FencedScale(covering: values)
    let all = (scale.below ?? scale.bulk).lowerBound...(scale.above ?? scale.bulk).upperBound
    let steps = (0...4000).map {
      all.lowerBound + (all.upperBound - all.lowerBound) * Double($0) / 4000
    }
    let places = steps.map(scale.fraction)
    #expect(zip(places, places.dropFirst()).allSatisfy { $0 < $1 })
    #expect(abs(places[0]) < 1e-12 && abs(places[4000] - 1) < 1e-12)
    for cut in scale.cuts {
      #expect(!places.contains { $0 > cut.lowerBound + 1e-9 && $0 < cut.upperBound - 1e-9 })
    }
    #expect(values.allSatisfy { (0...1).contains(scale.fraction($0)) })
  }

  @Test func bothDirectionsHaveTheirZone() {
    let scale = FencedScale(covering: Self.errors.map { $0 - 7 } + [-40, -39], near: [0])
    #expect(scale.below != nil && scale.above != nil)
    #expect(scale.farZones.count == 2 && scale.cuts.count == 2)
    #expect(scale.ticks.contains { $0.value < -10 } && scale.ticks.contains { $0.value > 10 })
  }

  @Test func eachZoneHasTicksOfItsOwn() {
    let scale = FencedScale(covering: Self.errors)
    let far = scale.ticks.filter { scale.isFar($0.value) }
    #expect(far.map(\.label) == ["20", "40"])
    #expect(scale.ticks.count - far.count >= 4)
    #expect(scale.ticks.map(\.value) == scale.ticks.map(\.value).sorted())
  }

  /// The tail of a bulk is not cut in two, and zero belongs to differences.
  @Test func whatIsNearBelongsToTheBulk() {
    let scale = FencedScale(covering: Self.errors + [9.5, 10.4, 11.3], others: [12.2], near: [0])
    #expect(!scale.isFar(11.3) && !scale.isFar(12.2) && !scale.isFar(0))
    #expect(scale.isFar(23))
    #expect(FencedScale(covering: Self.errors, others: [16]).isFar(16))
  }

  @Test(arguments: [
    [], [4], [4, 4], [0.5, 0.5 + 1e-15], [1, 2, 3, 4, 5], [0, 0, 0, 0, 0, 50],
    [5, 6, 7, 8, 30, 31, 32, 33], [.nan, .infinity, 1, 2, 3, 4, 5, 6],
    [6, 6.5, 7, 7.5, 8, 8.5, 9, 10, 11, 12],
  ])
  func axisIsPlainWhereNothingIsFar(_ values: [Double]) {
    let scale = FencedScale(covering: values)
    #expect(scale.below == nil && scale.above == nil && scale.cuts.isEmpty)
    #expect(scale.bulk.upperBound > scale.bulk.lowerBound)
  }

  /// Ties over half of the values do not hide that one value is far.
  @Test func tiesStillHaveAFence() {
    let values = [Double](repeating: 0, count: 20) + [0.5, -0.5, 1, -1, 0.5, -40]
    let scale = FencedScale(covering: values)
    #expect(scale.isFar(-40) && !scale.isFar(-1))
  }
}
