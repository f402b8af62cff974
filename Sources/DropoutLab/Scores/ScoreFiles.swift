import DropoutStatistics
import DropoutTraining

/// The scores of all files of a command, and how each was read.
package struct ScoreFiles: Sendable {
  /// The rows of all files, in order.
  var rows: [ScoreRow]
  /// One line for each file: "scores.csv: arms from 'model', …".
  package let readings: [String]

  /// Reads files: comma-separated text, JSON lines, event files or folders of them.
  ///
  /// - Parameters:
  ///   - paths: The files, at least one.
  ///   - options: What the command line says of them.
  /// - Throws: ``ScoreError``, or ``DatasetError`` for a file that cannot be read.
  package init(_ paths: [String], options: ScoreReadingOptions) throws {
    var (rows, readings): ([ScoreRow], [String]) = ([], [])
    var names: Set<String> = []
    for path in paths {
      var reading = try Self.reading(path, options: options)
      if let each = options.eachFile {
        let name = Self.name(of: path)
        guard names.insert(name).inserted else { throw ScoreError.sameFileName(name) }
        for index in reading.rows.indices {
          switch each {
          case .dataset: reading.rows[index].dataset = name
          case .arm: reading.rows[index].arm = name
          }
        }
        reading.summary += "; the file is the \(each == .arm ? "arm" : "data set") '\(name)'"
      }
      rows += reading.rows.map(\.printable)
      readings.append("\(path): \(reading.summary)")
    }
    (self.rows, self.readings) = (rows, readings)
  }

  private static func reading(_ path: String, options: ScoreReadingOptions) throws -> ScoreReading {
    if DataFile.isDirectory(path) { return try EventRuns.reading(path, options: options) }
    var bytes = try DataFile.read(path, expected: "scores as CSV, JSON lines or event files")
    if EventFile.isEventFile(bytes) || EventRuns.isEventFile(path) {
      return try EventRuns.reading(path, options: options)
    }
    let table: NamedTable
    if bytes.first(where: { $0 > 0x20 && $0 < 0x80 }) == UInt8(ascii: "{") {
      table = try JSONLines.table(bytes, path: path, isGrowing: options.isGrowing)
    } else {
      // The number in a line that is being written would be cut in the middle.
      if options.isGrowing, let end = bytes.lastIndex(of: UInt8(ascii: "\n")) {
        bytes.removeSubrange((end + 1)...)
      }
      table = try NamedTable(bytes, path: path)
    }
    if let chart = try ChartExport.reading(table, path: path, options: options) { return chart }
    let reading = try ScoreTable(table, path: path, options: options).reading()
    return options.runNames == nil
      ? reading : try reading.namingRuns(path: path, options: options)
  }

  /// A file's name without its folders and its ending.
  private static func name(of path: String) -> String {
    let last = path.split(separator: "/").last.map(String.init) ?? path
    let parts = last.split(separator: ".")
    return parts.count > 1 && !last.hasPrefix(".") ? parts.dropLast().joined(separator: ".") : last
  }
}

extension ScoreRow {
  /// The row with names that stay on one line and show every character.
  fileprivate var printable: ScoreRow {
    var row = self
    row.arm = PrintableText.escaped(arm)
    row.dataset = dataset.map { PrintableText.escaped($0) }
    row.metric = metric.map { PrintableText.escaped($0) }
    return row
  }
}
