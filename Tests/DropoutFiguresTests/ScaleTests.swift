@testable import DropoutFigures
import Testing

struct ScaleTests {
  @Test(arguments: [
    (0.0...1.0, 5, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    (0.0...100.0, 6, ["0", "20", "40", "60", "80", "100"]),
    (-0.3...0.3, 6, ["−0.3", "−0.2", "−0.1", "0.0", "0.1", "0.2", "0.3"]),
    (0.0...29_700.0, 6, ["0", "5,000", "10,000", "15,000", "20,000", "25,000"]),
    (7.012...7.018, 3, ["7.012", "7.014", "7.016", "7.018"]),
    (0.0...9.5, 10, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]),
  ])
  func roundTicksReadWell(_ range: ClosedRange<Double>, _ count: Int, _ labels: [String]) {
    #expect(Tick.round(in: range, about: count).map(\.label) == labels)
  }

  @Test func linearScaleHoldsItsValues() {
    let scale = LinearScale(covering: [4, 9, .nan, .infinity])
    #expect(scale.domain == 3.75...9.25)
    #expect(scale.fraction(3.75) == 0 && scale.fraction(9.25) == 1 && scale.fraction(6.5) == 0.5)
    #expect(LinearScale(covering: [0, 50], limits: 0...100).domain == 0...52.5)
  }

  @Test(arguments: [[], [0], [7.5], [1e-30, 2e-30], [1e16, 1e16 + 2], [-3, -3]] as [[Double]])
  func linearScaleAlwaysHasALength(_ values: [Double]) {
    let scale = LinearScale(covering: values)
    #expect(scale.domain.upperBound > scale.domain.lowerBound)
    #expect(values.allSatisfy { (0...1).contains(scale.fraction($0)) })
    #expect(scale.ticks.count < 30)
  }

  @Test func logScaleMakesEqualRatiosEqualLengths() {
    let scale = LogScale(covering: [0.01, 1], margin: 1)
    #expect(abs(scale.fraction(0.1) - 0.5) < 1e-12)
    #expect(scale.fraction(0) == 0 && scale.fraction(-1) == 0)
    #expect(scale.ticks.map(\.label) == ["0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1"])
  }

  @Test func logScaleThinsItsTicks() {
    let scale = LogScale(covering: [1e-12, 1e12])
    #expect((2...7).contains(scale.ticks.count))
    #expect(scale.ticks.first?.label == "10⁻¹²")
    #expect(LogScale(covering: []).domain.lowerBound > 0)
    #expect(LogScale(covering: [0, -1, .infinity]).ticks.isEmpty == false)
    #expect(LogScale(covering: [3, 3]).domain == 1.5...6)
  }
}
