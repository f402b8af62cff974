import DropoutStatistics
import DropoutFigures

/// The report as one HTML page that opens offline: it fetches nothing and needs no other file.
///
/// A pure function of the content: the same content gives the same bytes. Charts are SVG drawn here; a small
/// script adds values under the pointer, switches in the legends and the dark mode, and everything can be
/// read without it. A content security policy in the page allows only this script, by its SHA-256, and no
/// connection at all.
public enum HTMLReport {
  /// The page for `content`.
  ///
  /// About 0.9 MB for five policies of 32 seeds with curves of 100 points and a grid of 100 × 100.
  public static func text(of content: ReportContent) -> String {
    let context = ReportContext(content)
    let sections = sections(context).filter { !$0.body.isEmpty }
    let page: Markup = """
      <!DOCTYPE html>
      <html lang="en">
      \(head(title: "\(content.title)\(context.isOfArms ? "" : ": dropout mask policies compared")", policy: securityPolicy,
        script: "\n<script>\(Markup(raw: script.trimmed))</script>"))
      <body>
      <a class="skip" href="#verdict">Skip to the verdict</a>
      \(MarkSymbols.definitions)
      \(header(context))
      <nav aria-label="Contents"><ul>\(sections.map(link))</ul></nav>
      <main>
      \(sections.map(section))
      </main>
      <footer><p>Drawn by swift-dropout \(ProductVersion.text), engine \(content.engineVersion). This \
      page fetches nothing.</p>\
      </footer>
      <div id="tip" role="status" hidden="hidden"></div>
      </body>
      </html>\n
      """
    return page.text
  }

  /// The page's content security policy: its one script, and no connection.
  package static var securityPolicy: String {
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
      + "script-src '\(ScriptDigest.source(of: script.trimmed))'; base-uri 'none'; form-action 'none'"
  }

  /// A page's head, with its style inside and its content security policy.
  ///
  /// - Parameter script: A script element; `policy` must allow it.
  static func head(title: String, policy: String, script: Markup = .empty) -> Markup {
    """
    <head>
    <meta charset="utf-8"/>
    <meta http-equiv="Content-Security-Policy" content="\(Markup(raw: policy))"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta name="color-scheme" content="light dark"/>
    <title>\(title)</title>
    <style>
    \(Markup(raw: style))
    </style>\(script)
    </head>
    """
  }

  private static func header(_ context: ReportContext) -> Markup {
    let arms = context.arms.count
    let seeds = context.seedCount
    let design: String =
      "\(NumberText.count(arms)) \(arms == 1 ? context.side : context.sides), "
      + "\(NumberText.count(seeds)) "
      + (seeds == 1 ? "seed" : arms == 1 ? "seeds" : "paired seeds each")
      + (context.isFixed ? "" : ", added until the pairs were decided")
      + ", judged \(context.moment)"
      + ", \(NumberText.count(context.content.results.testExampleCount)) test examples"
    return """
      <header><div class="title"><h1>\(context.content.title)</h1>\
      <button type="button" id="theme" hidden="hidden">dark</button></div>
      <p class="question">\(question(context))</p>\(label(context.content))
      <p class="design"><b>\(design)</b><br/>\(context.content.dataDescription)<br/>\
      \(context.content.trainingDescription)</p></header>
      """
  }

  /// What is compared if the title is a name, and the note.
  private static func label(_ content: ReportContent) -> Markup {
    let lines: [Markup] = [content.subtitle, content.label.note].compactMap(\.self).map {
      "\n<p class=\"note\">\($0)</p>"
    }
    return "\(lines)"
  }

  private static func question(_ context: ReportContext) -> Markup {
    context.isOfArms
      ? "Networks compared that differ in the settings said below. Which has the lower \(context.metric.name)?"
      : """
      Dropout mask policies compared. Does the \(context.metric.name) depend on which examples share a dropout mask, and \
      on when a new mask is drawn?
      """
  }

  /// A part of the page.
  struct Section {
    var id: String
    var title: String
    var short: String
    var body: Markup
  }

  private static func link(_ section: Section) -> Markup {
    "<li><a href=\"#\(section.id)\">\(section.short)</a></li>"
  }

  private static func section(_ section: Section) -> Markup {
    """
    <section id="\(section.id)" aria-labelledby="\(section.id)-title">
    <h2 id="\(section.id)-title">\(section.title)</h2>
    \(section.body)
    </section>\n
    """
  }
}

extension String {
  /// Without line breaks at both ends.
  fileprivate var trimmed: String {
    String(drop(while: \.isNewline).reversed().drop(while: \.isNewline).reversed())
  }
}
