import DropoutTraining
import Foundation
import Testing

@testable import DropoutServer

extension BrowserTests {
  /// What people need who do not see, do not point, or see otherwise.
  struct Accessibility {
    @Test func thePageHasOneHeadingLandmarksAndLiveRegions() async throws {
      struct Outline: Decodable {
        let language: String
        let levels: [Int]
        let viewport: String
      }
      try await BrowserPage.visit { page in
        let outline: Outline = try await page.browser.script(
          """
          return {
            language: document.documentElement.lang,
            levels: [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
              .filter((heading) => heading.checkVisibility()).map(({ tagName }) => Number(tagName[1])),
            viewport: document.querySelector("meta[name=viewport]").content,
          };
          """)
        #expect(outline.language == "en-GB")
        #expect(outline.levels.count { $0 == 1 } == 1 && outline.levels.first == 1)
        for (above, level) in zip(outline.levels, outline.levels.dropFirst()) {
          #expect(level <= above + 1, "\(outline.levels)")
        }
        // Nobody is kept from enlarging it.
        #expect(!outline.viewport.contains("maximum-scale"))
        for (selector, role) in [
          ("body > header", "banner"), ("header nav", "navigation"), ("main", "main"),
          ("body > footer", "contentinfo"),
        ] {
          let elements = try await page.browser.all(selector)
          #expect(elements.count == 1, "\(selector)")
          #expect(try await page.browser.role(of: try #require(elements.first)) == role)
        }
        // What is new is read aloud.
        let live: [String] = try await page.browser.script(
          """
          return ["message", "uploadMessage", "comparisonMessage", "comparisonState", "runsMessage", "comparisonVerdicts", "tourText"]
            .map((id) => document.getElementById(id))
            .map((element) => element.getAttribute("role") ?? element.getAttribute("aria-live"))
            .concat(document.querySelector("#connection [role=status]").getAttribute("role"));
          """)
        #expect(
          live == ["alert", "alert", "alert", "status", "status", "polite", "polite", "status"])
        // A counter that runs would never let a screen reader finish.
        try await page.choose("100", in: "#speed")
        try await page.browser.run(
          """
          window.spoken = 0;
          const regions = document.querySelectorAll("[role=alert], [role=status], [aria-live=polite]");
          for (const region of regions) {
            new MutationObserver(() => { window.spoken += 1; })
              .observe(region, { childList: true, characterData: true, subtree: true });
          }
          """)
        try await page.click("#play")
        try await page.state("many steps") { $0.step > 100 }
        #expect(try await page.browser.script("return window.spoken") == 0)
      }
    }

    private static let interactive =
      "a[href], button, input, select, textarea, summary, [tabindex='0'], [role=img], progress"

    /// Roles by element, as a screen reader is told them.
    private static let roles: [String: Set<String>] = [
      "A": ["link"], "BUTTON": ["button"], "SELECT": ["combobox"],
      "INPUT": ["slider", "spinbutton", "checkbox", "button"], "CANVAS": ["img", "image"],
      "svg": ["img", "image"], "PROGRESS": ["progressbar"],
    ]

    private func expectNames(_ page: BrowserPage, _ when: String) async throws {
      struct Place: Decodable {
        let tag: String
        let name: String
      }
      let elements = try await page.browser.all(Self.interactive)
      var labels: [String] = []
      for element in elements {
        let place: Place? = try await page.browser.script(
          """
          const element = arguments[0];
          return element.checkVisibility({ visibilityProperty: true })
            ? { tag: element.tagName, name: `${element.tagName} ${element.id} ${element.className.baseVal ?? element.className}` }
            : null;
          """, element)
        guard let place else { continue }
        let label = try await page.browser.label(of: element)
        #expect(!label.trimmingCharacters(in: .whitespaces).isEmpty, "\(when): \(place.name)")
        let role = try await page.browser.role(of: element)
        #expect(
          Self.roles[place.tag]?.contains(role) == true, "\(when): \(place.name) is a \(role)")
        labels.append(label)
      }
      #expect(labels.count > 30, "\(when)")
    }

    @Test func everythingThatActsHasANameAndARole() async throws {
      try await BrowserPage.visit("?steps=40&step=3") { page in
        try await expectNames(page, "first view")
        // By name, as asked for by voice.
        for (selector, label) in [
          ("#play", "Play"), ("#rewind", "rewind to step"), ("#go", "go to step"),
          ("#keepSlider", "keep probability, slider"), ("#hidden-1", "layer 1 (A1)"),
          (".panel:nth-child(2) .removePanel", "Remove the panel per-batch"),
        ] {
          #expect(try await page.browser.label(of: page.browser.find(selector)) == label)
        }
        try await page.fill("#comparisonSeeds", "3")
        try await page.click("#compare")
        try await page.expectText("#comparisonState", "the end") { $0.hasPrefix("Done.") }
        try await page.click("#tour")
        try await page.state("the tour") { $0.query.contains("tour=1") }
        try await expectNames(page, "tour, test done")
      }
    }

    // MARK: Contrast

    private struct Contrast: Decodable {
      let text: String
      let ratio: Double
      let needed: Double
    }

    /// The contrast of every text in view, against what lies behind it.
    private static let contrastScript = """
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = 1;
      const context = canvas.getContext("2d", { willReadFrequently: true });
      const read = (colour) => {
        context.clearRect(0, 0, 1, 1);
        context.fillStyle = colour;
        context.fillRect(0, 0, 1, 1);
        const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
        return [red, green, blue, alpha / 255];
      };
      const over = (top, bottom) =>
        [0, 1, 2].map((index) => top[index] * top[3] + bottom[index] * (1 - top[3])).concat(1);
      const ground = (element) => {
        const layers = [];
        for (let at = element; at; at = at.parentElement) layers.push(read(getComputedStyle(at).backgroundColor));
        return layers.reverse().reduce((below, above) => over(above, below), [255, 255, 255, 1]);
      };
      const opacity = (element) => {
        let product = 1;
        for (let at = element; at; at = at.parentElement) product *= Number(getComputedStyle(at).opacity);
        return product;
      };
      const luminance = (colour) => {
        const [red, green, blue] = colour.map((channel) => {
          const share = channel / 255;
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      const measure = (element, text) => {
        const style = getComputedStyle(element);
        const behind = ground(element);
        const colour = read(element instanceof SVGElement ? style.fill : style.color);
        colour[3] *= opacity(element);
        const [lighter, darker] = [luminance(over(colour, behind)), luminance(behind)].sort((a, b) => b - a);
        const size = Number.parseFloat(style.fontSize);
        const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        // A mark of a legend is a picture, not a text.
        const isMark = text !== "" && !/[\\p{L}\\p{N}]/u.test(text);
        return {
          text: `${element.tagName} ${element.id}: ${text.slice(0, 40)}`,
          ratio: (lighter + 0.05) / (darker + 0.05), needed: isLarge || isMark ? 3 : 4.5,
        };
      };
      const isSeen = (element) => element.checkVisibility({ visibilityProperty: true })
        && !element.closest(":disabled, option, script, template, noscript");
      const found = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const text = walker.currentNode.textContent.trim();
        const element = walker.currentNode.parentElement;
        if (text && isSeen(element)) found.push(measure(element, text));
      }
      for (const input of document.querySelectorAll("input, select")) {
        if (isSeen(input)) found.push(measure(input, input.value));
      }
      return found;
      """

    private func expectContrast(_ page: BrowserPage, _ when: String) async throws {
      for (scheme, ground) in [("light", "rgb(253, 252, 249)"), ("dark", "rgb(20, 23, 27)")] {
        try await page.media(["prefers-color-scheme": scheme])
        #expect(
          try await page.browser.script("return getComputedStyle(document.body).backgroundColor")
            == ground)
        let found: [Contrast] = try await page.browser.script(Self.contrastScript)
        #expect(found.count > 100, "\(when)")
        for contrast in found {
          #expect(contrast.ratio >= contrast.needed, "\(when), \(scheme): \(contrast.text)")
        }
      }
    }

    @Test func textIsReadable() async throws {
      try await BrowserPage.visit("?steps=40&step=3") { page in
        try await page.browser.run(
          "for (const button of document.querySelectorAll('.help')) button.click()")
        try await expectContrast(page, "first view")
        try await page.fill("#comparisonSeeds", "3")
        try await page.click("#compare")
        try await page.expectText("#comparisonState", "the end") { $0.hasPrefix("Done.") }
        try await page.fill("#keep", "0")
        try await page.state("a refusal") { !$0.message.isEmpty }
        try await expectContrast(page, "test done, refusal")
        try await page.click("#tour")
        try await page.expectShown(".mask-age.still", false)
        try await page.click("#tourNext")
        try await page.click("#tourNext")
        try await page.expectShown(".mask-age.still")
        try await expectContrast(page, "tour")
        try await page.click("#tourLeave")
        try await page.click("#runs")
        try await page.expectShown("#runsList li")
        try await expectContrast(page, "stored runs")
      }
    }

    // MARK: Keyboard

    /// What has the focus, and whether one sees it.
    private struct Focus: Decodable, Equatable {
      let place: Int
      let isSeen: Bool
    }

    @Test func theTabKeyReachesEverythingInOrder() async throws {
      try await BrowserPage.visit("?step=3&policies=per-example,every:5/per-group:8,none") { page in
        let names: [String] = try await page.browser.script(
          """
          window.stops = [...document.querySelectorAll("a[href], button, input, select, [tabindex='0']")]
            .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled);
          document.activeElement?.blur();
          return window.stops.map((element) => `${element.tagName} ${element.id} ${element.className}`);
          """)
        #expect(names.count > 50)
        for index in names.indices {
          try await page.browser.press(Key.tab)
          let focus: Focus = try await page.browser.script(
            """
            const element = document.activeElement;
            const { outlineStyle, outlineWidth } = getComputedStyle(element);
            return {
              place: window.stops.indexOf(element),
              isSeen: outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2,
            };
            """)
          #expect(focus == Focus(place: index, isSeen: true), "\(names[index])")
          if focus.place != index { break }
        }
        // The last one lets go.
        try await page.browser.press(Key.tab)
        let isLast: Bool = try await page.browser.script(
          "return document.activeElement === window.stops.at(-1)")
        #expect(!isLast)
      }
    }

    /// By the skip link, into the dialog and out of it, and not away with a panel.
    @Test func theFocusGoesWhereItIsExpected() async throws {
      try await BrowserPage.visit("?steps=40&step=0") { page in
        try await page.browser.run("document.activeElement?.blur()")
        try await page.browser.press(Key.tab)
        #expect(
          try await page.browser.script("return document.activeElement.className") == "skip")
        try await page.browser.press(Key.enter)
        _ = try await wait(for: "the focus on the experiment") {
          try await page.browser.script("return document.activeElement.id") == "experiment"
            ? true : nil
        }
        func focus() async throws -> String {
          try await page.browser.script("return document.activeElement.id")
        }
        for way in ["close", "escape"] {
          try await page.type(Key.enter, into: "#runs")
          try await page.expectShown("#runsDialog")
          #expect(try await page.browser.role(of: page.browser.find("#runsDialog")) == "dialog")
          #expect(
            try await page.browser.label(of: page.browser.find("#runsDialog")) == "Stored runs")
          // Nothing behind it is reached.
          for _ in 0..<12 {
            try await page.browser.press(Key.tab)
            let isInside: Bool = try await page.browser.script(
              """
              const { activeElement } = document;
              return activeElement === document.body || document.getElementById("runsDialog").contains(activeElement);
              """)
            #expect(isInside)
          }
          // The space bar does not play behind it.
          if way == "close" {
            try await page.type(Key.enter, into: "#runsClose")
          } else {
            try await page.browser.press(Key.escape)
          }
          try await page.expectShown("#runsDialog", false)
          #expect(try await focus() == "runs", "\(way)")
        }
        try await page.type(Key.enter, into: ".panel:nth-child(3) .removePanel")
        try await page.state("two panels") { $0.policies.count == 2 }
        let focus: String = try await page.browser.script(
          "return document.activeElement?.tagName ?? ''")
        #expect(focus != "BODY")
      }
    }

    // MARK: Movement

    @Test func littleMovesWhereMovementIsUnwelcome() async throws {
      try await BrowserPage.visit("?steps=40&step=0") { page in
        func movements() async throws -> [String] {
          try await page.browser.script(
            """
            const seconds = (text) => Math.max(...text.split(",").map((part) => Number.parseFloat(part)));
            const moving = [...document.querySelectorAll("*")].filter((element) => {
              const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
              return seconds(transitionDuration) > 0.01 || animationName !== "none" || scrollBehavior === "smooth";
            });
            return moving.map(({ tagName }) => tagName)
              .concat(document.getAnimations().map((animation) => `animation ${animation.playState}`));
            """)
        }
        func test() async throws {
          try await page.fill("#comparisonSeeds", "3")
          try await page.click("#compare")
          try await page.expectText("#comparisonState", "the end") { $0.hasPrefix("Done.") }
          try await page.expectShown(".dot-plot circle")
        }
        // Dots do fall where movement is welcome, or this test would see nothing.
        try await test()
        #expect(try await movements().contains("circle"))
        try await page.media(["prefers-reduced-motion": "reduce"])
        try await page.browser.reload()
        try await page.ready()
        try await test()
        #expect(try await movements() == [])
        // The tour does not begin to play by itself.
        try await page.click("#tour")
        try await page.state("the tour") { $0.query.contains("tour=1") && $0.step == 0 }
        #expect(try await movements() == [])
        #expect(try await !page.state().playing)
        try await page.click("#tourLeave")
        // Pictures change twice a second at most.
        try await page.open("?step=0&speed=100")
        try await page.browser.run(
          """
          window.drawn = [];
          new MutationObserver(() => window.drawn.push(performance.now()))
            .observe(document.querySelector(".panel"), { attributes: true, attributeFilter: ["data-step"] });
          """)
        try await page.click("#play")
        let times: [Double] = try await wait(for: "four pictures") {
          let times: [Double] = try await page.browser.script("return window.drawn")
          return times.count >= 4 ? times : nil
        }
        for (earlier, later) in zip(times, times.dropFirst()) { #expect(later - earlier > 450) }
      }
    }
  }
}
