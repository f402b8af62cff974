import Foundation
import Testing

@testable import DropoutServer

private let pictureFolder = ProcessInfo.processInfo.environment["DROPOUT_PICTURES"]

extension BrowserTests {
  /// Photographs the page for the documents; `script/screenshots` runs it.
  ///
  /// It checks nothing: it is off unless `$DROPOUT_PICTURES` names the folder to write to.
  @Suite(.enabled(if: pictureFolder != nil))
  struct PagePictures {
    /// What is photographed: a state of the page on a screen.
    struct Picture: Sendable, CustomTestStringConvertible {
      let name: String
      let query: String
      var width = 1440
      var height = 900
      var scheme = "light"
      /// Single steps after the link's, so that panels say which masks stay.
      var steps = 0
      /// What is scrolled to the top; nil for the page's head.
      var top: String?

      var testDescription: String { name }
    }

    private static let course = "?policies=per-example,per-batch,frozen/per-example"

    static let pictures = [
      Picture(name: "page", query: "\(course)&seed=3&step=400&row=60", steps: 1),
      Picture(
        name: "page-dark", query: "\(course)&seed=3&step=400&row=60", scheme: "dark", steps: 1),
      Picture(
        name: "page-phone", query: "\(course)&seed=3&step=400&row=60", width: 390, height: 844,
        steps: 1, top: ".look"),
      Picture(
        name: "tour-2", query: "?policies=per-example,per-batch&seed=3&step=0&tour=2", steps: 1),
      Picture(
        name: "tour-3",
        query: "?policies=per-example,per-batch,frozen/per-example,frozen/per-batch"
          + "&seed=3&step=40&tour=3", steps: 1),
    ]

    @Test(arguments: pictures)
    func photograph(picture: Picture) async throws {
      let folder = try #require(pictureFolder)
      try await BrowserPage.visit("?step=0") { page in
        try await page.size(width: picture.width, height: picture.height)
        // Scrolling to what the tour speaks of takes no time then.
        try await page.media([
          "prefers-color-scheme": picture.scheme, "prefers-reduced-motion": "reduce",
        ])
        try await page.open(picture.query)
        let first = try await page.state("rest") { $0.isAtRest }.step
        for step in 0..<picture.steps {
          try await page.browser.run("document.getElementById('step').click()")
          try await page.still(at: first + step + 1)
        }
        try await page.expectText(".panel:last-child [data-counter=noiseMeasured]", "the noise") {
          $0 != "not yet"
        }
        if let top = picture.top {
          try await page.browser.run(
            "document.querySelector(arguments[0]).scrollIntoView({ behavior: 'instant' })", top)
        }
        let file = URL(fileURLWithPath: folder).appending(path: "\(picture.name).png")
        try await page.browser.screenshot().write(to: file)
      }
    }
  }
}
