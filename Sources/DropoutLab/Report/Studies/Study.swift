package import DropoutFigures

/// What a command found out, as one value that one writer writes: as a page in HTML and in Markdown, with its
/// figures, and with its numbers as JSON and CSV.
package struct Study: Sendable {
  /// What was asked.
  package var title: String
  /// What is to be read, in order.
  package var parts: [Part]
  /// The command that makes the study again.
  package var command: String
  /// What the other files hold.
  package var note: String
  /// Numbers, tables and settings for programs.
  package var files: [File] = []
  /// The page, if it is another than that of ``parts``.
  package var ownPage: String?

  /// Something to read.
  package enum Part: Sendable {
    /// Begins a section.
    case heading(String)
    /// A paragraph.
    case paragraph(String)
    /// What must not be overlooked.
    case warning(String)
    /// Sentences, a point each.
    case sentences([String])
    /// A table.
    case table(TextTable)
    /// A figure.
    case picture(Picture)
  }

  /// A figure with its name, drawn.
  package struct Picture: Sendable {
    /// The file's name without its ending.
    package let name: String
    /// What it shows.
    package let title: String
    /// An SVG file.
    package let drawing: String

    /// A drawing that is there already.
    package init(name: String, title: String, drawing: String) {
      (self.name, self.title, self.drawing) = (name, title, drawing)
    }

    /// The drawing of a figure.
    package init(_ figure: Figure) {
      self.init(name: figure.name, title: figure.title, drawing: FigureDrawing(figure).text)
    }
  }

  /// A file's name and text.
  package typealias File = (name: String, text: String)

  /// A study.
  package init(
    _ title: String, parts: [Part], command: String, note: String, files: [File] = [],
    ownPage: String? = nil
  ) {
    self.title = title
    self.parts = parts
    self.command = command
    self.note = note
    self.files = files
    self.ownPage = ownPage
  }

  /// Every file's name and text: `README.md`, `report.html`, the figures, and ``files``.
  package var documents: [File] {
    let drawings = parts.compactMap { part -> File? in
      guard case .picture(let picture) = part else { return nil }
      return (name: "\(picture.name).svg", text: picture.drawing)
    }
    return files + drawings + [
      (name: "report.html", text: ownPage ?? page), (name: "README.md", text: markdown),
    ]
  }
}
