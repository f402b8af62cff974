import DropoutFigures
import Testing

@testable import DropoutLab

/// One study, as every writer writes it.
struct StudyTests {
  private var study: Study {
    var table = TextTable(["a|b", "mean"])
    table.add(["x<y", "1.5"])
    table.add(["two\nlines", "2|3"])
    return Study(
      "<b> & c",
      parts: [
        .warning("beware"), .heading("Found"), .paragraph("See `x.csv`."),
        .sentences(["first", "a < b"]), .table(table),
        .picture(Study.Picture(name: "dots", title: "[dots]", drawing: "<svg/>")),
      ], command: "dropout why --data 'a&b'", note: "`results.json` has everything.",
      files: [("results.json", "{}\n")])
  }

  @Test func markdownKeepsNamesAndTablesWhole() {
    #expect(
      study.markdown == #"""
        # &lt;b> &amp; c

        **beware**

        ## Found

        See `x.csv`.

        - first
        - a < b

        | a\|b | mean |
        | --- | ---: |
        | x<y | 1.5 |
        | two\u{A}lines | 2\|3 |

        ![(dots)](dots.svg)

        ## Command

            dropout why --data 'a&b'

        `results.json` has everything.

        """#)
  }

  @Test func thePageIsWellFormedAndFetchesNothing() {
    let page = study.page
    #expect(Wellformed.fault(in: page, without: ["style"]) == nil)
    for text in [
      "<h1>&lt;b&gt; &amp; c</h1>", "<p class=\"caution\">beware</p>", "<h2>Found</h2>",
      "See <code>x.csv</code>.", "<li>a &lt; b</li>", "<th class=\"words\">a|b</th>",
      "<td class=\"words\">x&lt;y</td><td>1.5</td>", "data:image/svg+xml;base64,PHN2Zy8+",
      "dropout why --data &#39;a&amp;b&#39;", "<code>results.json</code> has everything.",
    ] { #expect(page.contains(text), "\(text)") }
    #expect(!page.contains("http://") && !page.contains("https://") && !page.contains("<script"))
  }

  @Test func everyFileIsThereOnce() {
    #expect(
      study.documents.map(\.name) == ["results.json", "dots.svg", "report.html", "README.md"])
    var own = study
    own.ownPage = "another"
    #expect(own.documents.first { $0.name == "report.html" }?.text == "another")
  }
}
