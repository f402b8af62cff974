@testable import DropoutFigures
import DropoutStatistics
import DropoutTraining
import Testing

struct DrawingTests {
  @Test func markupEscapesValuesAndKeepsLiterals() {
    let name = "<b title=\"x\">'&\u{1}\r\n"
    let markup: Markup = "<td>\(name)</td>\(Markup(raw: "<hr/>"))\(7)"
    #expect(
      markup.text == "<td>&lt;b title=&quot;x&quot;&gt;&#39;&amp;\u{FFFD}\n</td><hr/>7")
  }

  @Test func pathIsRelativeAndShort() {
    var path = PathData()
    path.move(0, 10)
    path.line(2.54, 9)
    path.line(3, 9.96)
    path.close()
    path.dot(-0.04, .nan)
    #expect(path.text == "M0 10l2.5-1 .5 1zM0 0h0")
  }

  /// Rounding must not add up: the last point is where it was asked to be.
  @Test func pathDoesNotDrift() {
    var path = PathData()
    path.move(0, 0)
    for step in 1...1000 { path.line(Double(step) * 0.333, 0) }
    let steps = path.text.dropFirst(5).split(separator: " ").enumerated().filter {
      $0.offset % 2 == 0
    }
    let sum = steps.compactMap { Double($0.element) }.reduce(0, +)
    #expect(steps.count == 1000 && abs(sum - 333) < 0.06)
  }

  @Test func swarmLetsNoDotHideAnother() {
    var random = RandomSequence(RandomKey(seed: 3))
    let places = (0..<200).map { _ in (random.uniform() * 40).rounded() * 5 }
    let offsets = Beeswarm.offsets(places, diameter: 6)
    for a in places.indices {
      for b in places.indices where b > a {
        let (x, y) = (places[a] - places[b], offsets[a] - offsets[b])
        #expect(x * x + y * y >= 35.99)
      }
    }
    #expect(Beeswarm.offsets(places, diameter: 6) == offsets)
    #expect(Beeswarm.offsets([1, 1, 1], diameter: 2) == [0, -2, 2])
    #expect(Beeswarm.offsets([0, 10], diameter: 2) == [0, 0])
    #expect(Beeswarm.offsets([], diameter: 2).isEmpty)
  }

  /// WCAG 2.2 asks 3 : 1 for graphics.
  @Test(arguments: [
    (Palette.light, Palette.lightGround), (Palette.dark, Palette.darkGround),
  ])
  func everyColourStandsOutFromItsGround(_ colours: [String], _ ground: String) {
    for colour in colours { #expect(contrast(colour, ground) >= 3, "\(colour) on \(ground)") }
    #expect(Set(colours).count == colours.count)
  }

  private func contrast(_ a: String, _ b: String) -> Double {
    let (x, y) = (luminance(a), luminance(b))
    return (max(x, y) + 0.05) / (min(x, y) + 0.05)
  }

  private func luminance(_ colour: String) -> Double {
    let number = Int(colour.dropFirst(), radix: 16) ?? 0
    let parts = [16, 8, 0].map { shift -> Double in
      let value = Double(number >> shift & 255) / 255
      return value <= 0.04045
        ? value / 12.92 : PortableMath.exp(2.4 * PortableMath.log((value + 0.055) / 1.055))
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }

  @Test func usualPoliciesAlwaysLookTheSame() {
    let frozen = MaskPolicy(.perBatch, .frozen)
    let other = MaskPolicy(.perGroup(size: 4))
    let style = ArmStyle([other, frozen, .perExample].map(\.description))
    #expect(style.slot(of: "frozen/per-batch") == 4 && style.slot(of: "per-example") == 1)
    #expect(style.slot(of: "per-group:4") == 5)
  }

  @Test func twelveArmsLookDifferent() {
    let arms = (1...11).map { "arm \($0)" } + ["per-batch"]
    let style = ArmStyle(arms)
    #expect(Set(arms.map(style.slot)).count == 12)
    let more = arms + (20...40).map { "arm \($0)" }
    #expect(more.map(ArmStyle(more).slot).allSatisfy { (0..<Palette.slotCount).contains($0) })
  }

  @Test(arguments: [
    (0.5, ".5"), (-0.25, "-.25"), (12.304, "12.3"), (3.05, "3.05"), (-0.001, "0"), (100, "100"),
    (.nan, "0"), (.infinity, "0"), (1e300, "0"),
  ])
  func coordinates(_ value: Double, _ text: String) {
    #expect(NumberText.coordinate(value) == text)
  }
}
