@testable import DropoutFigures
import Testing

struct FigureDrawingTests {
  private func places(_ text: String, _ attribute: String) -> [Double] {
    text.matches(of: /(c[xy])="(-?[0-9.]+)"/)
      .filter { $0.output.1 == attribute }.compactMap { Double($0.output.2) }
  }

  @Test func valuesOverNumbersStandWhereTheyBelong() {
    let chart = Figure(
      name: "c", title: "A < B", valueTitle: "v", overTitle: "o", placesAreLogarithmic: true,
      valuesAreLogarithmic: true,
      series: [.init("s", [.init(1, 100), .init(10, 10, low: 5, high: 20), .init(100, 1)])])
    let text = FigureDrawing(chart).text
    #expect(text.contains("A &lt; B"))
    let (x, y) = (places(text, "cx"), places(text, "cy"))
    // Equal ratios are equal lengths, up to the two decimals that are written.
    #expect(x.count == 3 && abs(x[2] - 2 * x[1] + x[0]) < 0.05)
    #expect(y[0] < y[1] && abs(y[2] - 2 * y[1] + y[0]) < 0.05)
    #expect(x.allSatisfy { (0...800).contains($0) })
  }

  @Test func categoriesAreLanesAndFarValuesStayOnTheCanvas() {
    let chart = Figure(
      name: "c", title: "t", valueTitle: "v", categories: ["first", "second"],
      series: [
        .init(
          "seeds", (0..<40).map { .init(0, 90 + Double($0 % 5)) } + [.init(1, 43)], look: .cloud),
        .init("printed", [.init(1, 95)], look: .published),
      ], references: [.init(95, "printed")])
    let text = FigureDrawing(chart).text
    let (x, y) = (places(text, "cx"), places(text, "cy"))
    // The dots and the dot of the legend.
    #expect(x.count == 42 && x.allSatisfy { (0...800).contains($0) })
    #expect((y.last ?? 0) > y[1])
    #expect(text.contains(">first</text>") && text.contains(">second</text>"))
  }
}
