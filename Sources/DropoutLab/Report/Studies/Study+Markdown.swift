extension Study {
  /// The study as Markdown, with the figures as files beside it.
  package var markdown: String {
    let parts =
      ["# \(Self.text(title))"] + parts.map(Self.markdown)
      + ["## Command", "    \(PrintableText.escaped(command))", note]
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func markdown(_ part: Part) -> String {
    switch part {
    case .heading(let words): "## \(words)"
    case .paragraph(let words): words
    case .warning(let words): "**\(words)**"
    case .sentences(let sentences): sentences.map { "- \($0)" }.joined(separator: "\n")
    case .table(let table): table.markdown
    case .picture(let picture):
      "![\(picture.title.replacing("[", with: "(").replacing("]", with: ")"))](\(picture.name).svg)"
    }
  }

  /// Escapes text that contains a name from outside, so that Markdown takes none of it for markup.
  static func text(_ text: String) -> String {
    PrintableText.escaped(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
  }
}
