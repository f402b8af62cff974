import DropoutFigures
import DropoutTraining
private import Foundation

extension Study {
  /// The study as one HTML page that opens offline: it fetches nothing and needs no other file.
  var page: String {
    let page: Markup = """
      <!DOCTYPE html>
      <html lang="en">
      \(HTMLReport.head(
        title: title, policy: "default-src 'none'; style-src 'unsafe-inline'; img-src data:"))
      <body>
      <header><h1>\(title)</h1></header>
      <main>
      \(sections.map(Self.section))
      <section class="prose"><h2>Command</h2>
      <pre>\(PrintableText.escaped(command))</pre>
      <p class="note">\(Self.inline(note))</p></section>
      </main>
      <footer><p>Drawn by swift-dropout \(ProductVersion.text). This page fetches nothing.</p></footer>
      </body>
      </html>\n
      """
    return page.text
  }

  /// The parts under each heading; parts before the first heading have no title.
  private var sections: [(title: String?, parts: [Part])] {
    var sections: [(title: String?, parts: [Part])] = [(nil, [])]
    for part in parts {
      if case .heading(let title) = part {
        sections.append((title, []))
      } else {
        sections[sections.count - 1].parts.append(part)
      }
    }
    return sections.filter { !$0.parts.isEmpty }
  }

  private static func section(_ section: (title: String?, parts: [Part])) -> Markup {
    let heading = section.title.map { title -> Markup in "<h2>\(inline(title))</h2>\n" }
    return """
      <section class="prose">\(heading ?? .empty)\(section.parts.map(markup))</section>\n
      """
  }

  private static func markup(_ part: Part) -> Markup {
    switch part {
    case .heading: .empty
    case .paragraph(let words): "<p>\(inline(words))</p>\n"
    case .warning(let words): "<p class=\"caution\">\(inline(words))</p>\n"
    case .sentences(let sentences):
      "<ul>\(sentences.map { sentence -> Markup in "<li>\(inline(sentence))</li>\n" })</ul>\n"
    case .table(let table): table.markup
    case .picture(let picture): image(picture)
    }
  }

  /// A picture as an image, so that the drawing is independent of the page's style and of the names in other drawings.
  static func image(_ picture: Picture) -> Markup {
    """
    <figure><img class="drawing" alt="\(picture.title)" \
    src="data:image/svg+xml;base64,\(Data(picture.drawing.utf8).base64EncodedString())"/></figure>\n
    """
  }

  /// Text as markup, with the parts between backticks as code.
  private static func inline(_ text: String) -> Markup {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated().map {
      index, part -> Markup in
      index.isMultiple(of: 2) ? "\(String(part))" : "<code>\(String(part))</code>"
    }.joined()
  }
}
