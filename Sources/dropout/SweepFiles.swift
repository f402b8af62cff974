import DropoutLab

/// The files of a sweep: `results.json`, `settings.csv`, `command.txt`.
struct SweepFiles {
  let folder: String

  func write(_ results: SweepResults, command: String) throws {
    try OutputFile.write(JSONOutput.text(results) + "\n", to: "\(folder)/results.json")
    try OutputFile.write(SweepCSV.text(of: results), to: "\(folder)/settings.csv")
    try OutputFile.write(command + "\n", to: "\(folder)/command.txt")
  }
}
