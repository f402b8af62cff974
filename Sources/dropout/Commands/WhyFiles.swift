import DropoutStatistics
import DropoutFigures
import DropoutLab
import DropoutTraining

/// The files of a study of gradient noise: `README.md`, its figures, `results.json`.
struct WhyFiles {
  let folder: String

  func write(_ document: WhyCommand.Document, plan: Plan) throws {
    var files: [(String, String)] = []
    var parts = ["# The noise of gradients", plan.trainingDescription + "."]
    for moment in document.moments {
      parts += [
        "## After \(NumberText.counted(moment.step, "step"))", WhyCommand.partsLine(moment.noise),
      ]
      parts.append(moment.sentences.map { "- \($0)" }.joined(separator: "\n"))
      for figure in moment.noise.figures(step: moment.step) {
        files.append(("\(figure.name).svg", FigureDrawing(figure).text))
        parts.append("![\(figure.title)](\(figure.name).svg)")
      }
      parts.append(WhyCommand.table(moment).markdown)
    }
    parts += [
      "## Command", "    " + CommandLineText.command,
      "`results.json` has everything, also by layer. \(Engine.madeWith)",
    ]
    files.append(("README.md", parts.joined(separator: "\n\n") + "\n"))
    files.append(("results.json", try JSONOutput.text(document) + "\n"))
    try OutputFile.write(files, inFolder: folder)
  }
}
