@testable import DropoutStatistics
import Testing

struct NumberTextTests {
  @Test(arguments: [
    (7.25, 2, "7.25"), (-0.104, 2, "−0.10"), (-0.004, 2, "0.00"), (0.05, 0, "0"),
    (12.0, 3, "12.000"),
    (.infinity, 2, "∞"), (-.infinity, 2, "−∞"), (.nan, 2, "not a number"), (-1e20, 2, "−1e+20"),
    (0.005, 2, "0.01"), (999.999, 2, "1000.00"),
  ])
  func fixedDecimals(_ value: Double, _ decimals: Int, _ text: String) {
    #expect(NumberText.fixed(value, decimals: decimals) == text)
  }

  @Test func signs() {
    #expect(NumberText.points(0.0019) == "+0.19")
    #expect(NumberText.points(-0.0019) == "−0.19")
    // The end of an interval that leaves out 0 is not shown as 0.
    #expect(NumberText.points(0.000_01) == "+0.0010")
    #expect(NumberText.points(-0.000_017) == "−0.0017")
    #expect(NumberText.points(0) == "0.00")
  }

  @Test(arguments: [
    (0.4321, "0.432"), (0.0082, "0.0082"), (0.000_343, "0.00034"), (3.4e-9, "3.4·10⁻⁹"),
    (0, "0.000"),
    (.infinity, "∞"), (0.009_999, "0.010"), (-0.0031, "−0.0031"),
  ])
  func losses(_ value: Double, _ text: String) { #expect(NumberText.loss(value) == text) }

  @Test(arguments: [
    (0.0009, "< 0.001"), (0.0499, "< 0.05"), (0.05, "0.050"), (0.001, "0.001"), (0.5, "0.50"),
    (1, "1"), (0, "< 0.001"), (0.0999, "0.10"), (0.0994, "0.099"), (0.000_69, "< 0.001"),
  ])
  func probabilities(_ p: Double, _ text: String) { #expect(NumberText.probability(p) == text) }

  @Test func moments() {
    #expect(NumberText.moment(steps: 1) == "after 1 step")
    #expect(NumberText.moment(steps: 30_000) == "after 30,000 steps")
  }

  @Test func counts() {
    #expect(
      [0, 999, 1000, -1_234_567].map(NumberText.count) == ["0", "999", "1,000", "−1,234,567"])
  }
}
