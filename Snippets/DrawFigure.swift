// Two policies' test errors with their intervals, as an SVG file.
import DropoutFigures

let figure = Figure(
  name: "test-error", title: "Test error of two mask policies",
  subtitle: "in %, bars: 95 % interval",
  valueTitle: "test error", categories: ["per-example", "per-batch"],
  series: [
    Figure.Series(
      "16 seeds",
      [
        Figure.Point(0, 6.99, low: 6.86, high: 7.16), Figure.Point(1, 7.23, low: 7.04, high: 7.61),
      ])
  ])
print(FigureDrawing(figure).text)
