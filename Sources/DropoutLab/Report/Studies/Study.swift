package import DropoutFigures

/// The results of a command, to be written as a page in HTML and in Markdown, with figures, and with numbers
/// as JSON and CSV.
package struct Study: Sendable {
  /// The question that was asked, as a title.
  package var title: String
  /// The parts to be read, in order.
  package var parts: [Part]
  /// The command that makes the study again.
  package var command: String
  /// What the other files contain.
  package var note: String
  /// Numbers, tables and settings for programs.
  package var files: [File] = []
  /// The HTML page, if it is not the one made of ``parts``.
  package var ownPage: String?

  /// A part to be read.
  package enum Part: Sendable {
    /// The heading of a section.
    case heading(String)
    /// A paragraph.
    case paragraph(String)
    /// A warning that must not be overlooked.
    case warning(String)
    /// Sentences, each a bullet point.
    case sentences([String])
    /// A table.
    case table(TextTable)
    /// A figure.
    case picture(Picture)
  }

  /// A drawn figure with its name and title.
  package struct Picture: Sendable {
    /// The file's name without its ending.
    package let name: String
    /// What it shows.
    package let title: String
    /// An SVG file.
    package let drawing: String

    /// An existing drawing.
    package init(name: String, title: String, drawing: String) {
      (self.name, self.title, self.drawing) = (name, title, drawing)
    }

    /// Draws a figure.
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
