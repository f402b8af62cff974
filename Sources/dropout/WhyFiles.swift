import DropoutLab
import DropoutTraining

/// The files of a study of gradient noise: `README.md`, its figures, `results.json`.
struct WhyFiles {
  let folder: String

  func write(_ document: WhyCommand.Document, plan: Plan) throws {
    var parts = ["# The noise of gradients", plan.trainingDescription + "."]
    for moment in document.moments {
      parts += ["## After \(moment.step) steps", WhyCommand.partsLine(moment.noise)]
      parts.append(moment.sentences.map { "- \($0)" }.joined(separator: "\n"))
      for figure in moment.noise.figures(step: moment.step) {
        try OutputFile.write(FigureDrawing(figure).text, to: "\(folder)/\(figure.name).svg")
        parts.append("![\(figure.title)](\(figure.name).svg)")
      }
      parts.append(WhyCommand.table(moment).markdown)
    }
    parts += [
      "## Command", "    " + CommandLineText.command,
      "`results.json` has everything, also by layer. \(Engine.madeWith)",
    ]
    try OutputFile.write(parts.joined(separator: "\n\n") + "\n", to: "\(folder)/README.md")
    try OutputFile.write(JSONOutput.text(document) + "\n", to: "\(folder)/results.json")
  }
}
