import DropoutLab
import DropoutTraining
import Foundation
import Testing

@testable import DropoutServer

extension BrowserTests {
  /// What is drawn, and what of it is chosen.
  struct Pictures {
    /// The library's D of a step, as the page shows it: `[unit][example]`.
    private func mask(
      _ wanted: WantedExperiment, _ policy: String, layer: Int, step: Int, batchSize: Int
    ) throws -> [[Bool]] {
      let units = wanted.hidden[layer - 1]
      let dataset = try wanted.dataset()
      let matrix = MaskFormula(policy: try #require(MaskPolicy(policy)), seed: wanted.seed).matrix(
        layer: layer, keep: wanted.training(dataset).keep(layer: layer), batchSize: batchSize,
        units: units, step: step,
        epoch: wanted.training(dataset).epoch(step: step, exampleCount: dataset.train.count))
      return (0..<units).map { unit in
        (0..<batchSize).map { matrix[$0 * units + unit] == 1 }
      }
    }

    /// Whether the middle of each cell of a panel's D has the panel's colour; nil where it has neither
    /// that nor the colour of an empty cell.
    private func drawnMask(
      _ page: BrowserPage, panel: Int, units: Int, examples: Int
    ) async throws -> [[Bool?]] {
      try await page.browser.script(
        """
        const [number, units, examples] = arguments;
        const panel = document.querySelectorAll("#panels > .panel")[number];
        const canvas = panel.querySelector("canvas.mask");
        const read = (name) => getComputedStyle(panel).getPropertyValue(name).trim();
        const copy = () => document.createElement("canvas").getContext("2d", { willReadFrequently: true });
        const probe = copy();
        const bytes = (colour) => {
          probe.fillStyle = colour;
          probe.fillRect(0, 0, 1, 1);
          return [...probe.getImageData(0, 0, 1, 1).data].join();
        };
        const kept = bytes(read("--slot"));
        const dropped = bytes(read("--cell"));
        const context = copy();
        context.canvas.width = canvas.width;
        context.canvas.height = canvas.height;
        context.drawImage(canvas, 0, 0);
        // Nine pixels above and below are the marks of the chosen column.
        const height = canvas.height - 18;
        return Array.from({ length: units }, (_, unit) => Array.from({ length: examples }, (_, example) => {
          const x = Math.floor((example + 0.5) * canvas.width / examples);
          const y = Math.floor(9 + (unit + 0.5) * height / units);
          const seen = [...context.getImageData(x, y, 1, 1).data].join();
          return seen === kept ? true : seen === dropped ? false : null;
        }));
        """, panel, units, examples)
    }

    @Test(arguments: [1, 2])
    func everyCellOfDIsTheLibrarys(layer: Int) async throws {
      var wanted = WantedExperiment()
      wanted.policies = ["per-example", "per-batch", "per-group:6", "frozen/per-example"]
      (wanted.batch, wanted.keep, wanted.seed, wanted.hidden) = (24, 0.6, 3, [20, 8])
      try await BrowserPage.visit(
        "?policies=\(wanted.policies.joined(separator: ","))&batch=24&keep=0.6&seed=3&hidden=20-8&step=0"
      ) { page in
        try await page.choose("\(layer)", in: "#layer")
        for step in [1, 7] {
          try await page.go(to: step)
          try await page.expectText(".mask-name", "the layer") { $0 == "D\(layer)" }
          for (panel, policy) in wanted.policies.enumerated() {
            let want = try mask(wanted, policy, layer: layer, step: step, batchSize: 24)
            let drawn = try await drawnMask(
              page, panel: panel, units: wanted.hidden[layer - 1], examples: 24)
            #expect(drawn == want, "\(policy) at step \(step)")
            let columns = Set((0..<24).map { example in want.map { $0[example] } })
            #expect(policy == "per-batch" ? columns.count == 1 : columns.count > 1)
          }
        }
      }
    }

    /// The class, 0 or 1, whose colour is nearest to a picture's at some places, given as shares of its
    /// width from the left and of its height from the top.
    private func drawnClasses(
      _ page: BrowserPage, _ selector: String, at places: [[Double]]
    ) async throws -> [Int] {
      try await page.browser.script(
        """
        const [selector, places] = arguments;
        const source = document.querySelector(selector);
        const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
        const { width, height } = Object.assign(context.canvas, { width: source.width, height: source.height });
        context.drawImage(source, 0, 0);
        const channels = (name) => {
          const text = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
          return [1, 3, 5].map((start) => parseInt(text.slice(start, start + 2), 16));
        };
        const classes = ["--c0", "--c1"].map(channels);
        return places.map(([x, y]) => {
          const seen = context.getImageData(Math.floor(x * width), Math.floor(y * height), 1, 1).data;
          const [first, second] = classes.map((wanted) => Math.hypot(...wanted.map((value, index) => value - seen[index])));
          return first < second ? 0 : 1;
        });
        """, selector, places)
    }

    @Test func theBoundaryAndTheExamplesAreWhereTheyBelong() async throws {
      try await BrowserPage.visit { page in
        try await page.go(to: 4_000)
        var settings = ExperimentSettings()
        settings.policies = WantedExperiment().policies
        let experiment = try await Experiment(settings, shelf: DataShelf())
        let grid = try #require(experiment.grid)
        let reference = try ReferenceRun(settings.policies[0]).after(4_000)
        let network = TrainedNetwork(experiment.training, parameters: reference.parameters)
        var (places, wanted) = ([[Double]](), [Int]())
        for (index, prediction) in network.predictions(grid.points).enumerated()
        where prediction.probability > 0.8 {
          let (column, row) = (index % LiveLimits.grid, index / LiveLimits.grid)
          // The second feature grows upwards.
          places.append(
            [Double(column), Double(LiveLimits.grid - 1 - row)].map {
              ($0 + 0.5) / Double(LiveLimits.grid)
            })
          wanted.append(prediction.label)
        }
        let areas = try await drawnClasses(page, "canvas.boundary", at: places)
        #expect(Set(wanted).count == 2 && wanted.count > 1_000)
        // Examples of the other class lie in front of some.
        let agreeing = zip(areas, wanted).count { $0 == $1 }
        #expect(Double(agreeing) > 0.9 * Double(wanted.count), "\(agreeing) of \(wanted.count)")

        let examples = experiment.dataset.train
        let dots = try await drawnClasses(
          page, "canvas.boundary",
          at: (0..<examples.count).map { example in
            let (x, y) = (examples.features[2 * example], examples.features[2 * example + 1])
            return [
              (Double(x) - grid.x.lowerBound) / (grid.x.upperBound - grid.x.lowerBound),
              (grid.y.upperBound - Double(y)) / (grid.y.upperBound - grid.y.lowerBound),
            ]
          })
        let right = zip(dots, examples.labels).count { $0 == Int($1) }
        #expect(Double(right) > 0.95 * Double(dots.count), "\(right) of \(dots.count)")
      }
    }

    /// The column of D that the marks above and below it point to.
    private func markedColumns(_ page: BrowserPage, examples: Int) async throws -> [Int] {
      try await page.browser.script(
        """
        const source = document.querySelector("canvas.mask");
        const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
        const { width, height } = Object.assign(context.canvas, { width: source.width, height: source.height });
        context.drawImage(source, 0, 0);
        return [1, height - 2].map((y) => {
          const row = context.getImageData(0, y, width, 1).data;
          const marked = Array.from({ length: width }, (_, x) => x).filter((x) => row[4 * x + 3] > 0);
          const middle = marked.reduce((sum, x) => sum + x + 0.5, 0) / marked.length;
          return Math.floor(middle / width * arguments[0]);
        });
        """, examples)
    }

    /// A curve keeps what it was told, in the server's order, and forgets what lay ahead when one goes back.
    @Test func aCurveForgetsWhatLayAhead() async throws {
      try await BrowserPage.visit { page in
        let points: [[Double?]] = try await page.browser.asyncScript(
          """
          const done = arguments[0];
          import("/learningcurve.js").then(({ LearningCurve }) => {
            const curve = new LearningCurve();
            const add = (step, from, points) => curve.add(
              step, { curve: { from, points }, maskedLoss: step + 0.1, trainLoss: step + 0.2, testLoss: step + 0.3 });
            add(0, 0, []);
            add(10, 0, [[10, 1, 2, 3]]);
            add(15, 1, []);
            add(40, 1, [[20, 4, 5, 6]]);
            add(25, 2, []);
            done(curve.points);
          });
          """)
        #expect(
          points == [
            [0, 0.1, 0.2, 0.3], [10, 1, 2, 3], [20, 4, 5, 6], [25, 25.1, 25.2, 25.3],
          ])
      }
    }

    /// What the network's picture says in words about the chosen example.
    private func droppedText(_ page: BrowserPage, panel: Int) async throws -> String {
      try await page.browser.script(
        """
        return document.querySelectorAll("canvas.network")[arguments[0]].getAttribute("aria-label")
        """, panel)
    }

    @Test func theChosenExampleIsTheOneOfThePictures() async throws {
      var wanted = WantedExperiment()
      (wanted.batch, wanted.keep) = (21, 0.5)
      try await BrowserPage.visit("?batch=21&keep=0.5&step=5") { page in
        func expectRow(_ row: Int) async throws {
          try await page.expectText("#rowNow", "column \(row + 1)") {
            $0.hasPrefix("column \(row + 1) of 21")
          }
          #expect(try await markedColumns(page, examples: 21) == [row, row])
          try await page.state("row \(row) in the address") { $0.query.contains("&row=\(row)&") }
          for (panel, policy) in wanted.policies.enumerated() {
            let dropped = try [1, 2].map { layer in
              let units = try mask(wanted, policy, layer: layer, step: 5, batchSize: 21)
              return "\(units.count { !$0[row] }) of \(units.count)"
            }
            #expect(
              try await droppedText(page, panel: panel).hasSuffix(
                "by hidden layer: \(dropped.joined(separator: ", "))"))
          }
        }
        try await expectRow(0)
        let first = try await page.picture("canvas.network")
        try await page.type(Key.right + Key.right + Key.right, into: "#row")
        try await expectRow(3)
        #expect(try await page.picture("canvas.network") != first)
        // In the picture itself: by keys, and by a click into its middle.
        try await page.type(Key.end, into: "canvas.mask")
        try await expectRow(20)
        try await page.type(Key.left + Key.left, into: "canvas.mask")
        try await expectRow(18)
        try await page.click("canvas.mask")
        try await expectRow(10)
      }
    }

    @Test func aLinkBringsBackStatePicturesAndBits() async throws {
      try await BrowserPage.visit { page in
        try await page.choose("moons", in: "#data")
        try await page.fill("#batch", "30")
        try await page.fill("#seed", "6")
        try await page.choose("every:K/", in: ".panel:nth-child(3) .renewal")
        var wanted = WantedExperiment()
        (wanted.data, wanted.batch, wanted.seed) = (.moons, 30, 6)
        wanted.policies[2] = "every:100/per-example"
        let command = try wanted.command()
        try await page.state("the command \(command)") { $0.command == command }
        try await page.go(to: 137)
        try await page.type(Key.right + Key.right, into: "#row")
        try await page.choose("2", in: "#layer")
        try await page.click("#logLoss")
        try await page.state("the address") {
          $0.query.contains("&step=137&row=2&layer=2&") && $0.query.contains("loss=log")
        }
        try await page.expectText(".mask-name", "layer 2") { $0 == "D2" }
        let digests = try await page.still(at: 137).digests
        #expect(digests == (try wanted.digests(after: 137)))
        func pictures() async throws -> [String] {
          try await page.browser.script(
            """
            return [...document.querySelectorAll("canvas.mask, canvas.boundary, canvas.network")]
              .map((canvas) => canvas.toDataURL())
            """)
        }
        let link: String = try await page.browser.script("return location.href")
        // A scroll bar that has come since would make the pictures narrower.
        let width: Int = try await page.browser.script(
          "return document.documentElement.clientWidth")
        let seen = try await pictures()
        #expect(Set(seen).count == 9)

        let first = try await page.browser.window()
        _ = try await page.browser.openWindow()
        try await page.size(width: 1440, height: 900)
        try await page.open(link)
        let again = try await page.still(at: 137)
        #expect(
          try await page.browser.script("return document.documentElement.clientWidth") == width)
        #expect(again.digests == digests)
        #expect(try await page.value("#row") == "2")
        #expect(try await page.value("#layer") == "2")
        #expect(try await page.value("#data") == "moons")
        #expect(try await page.browser.script("return document.getElementById('logLoss').checked"))
        #expect(try await pictures() == seen)
        #expect(try await page.browser.script("return location.href") == link)
        try await page.browser.closeWindow()
        try await page.browser.switchTo(window: first)
      }
    }

    @Test func theLinkIsCopied() async throws {
      try await BrowserPage.visit { page in
        try await page.browser.grant("clipboard-read")
        try await page.browser.grant("clipboard-write")
        try await page.go(to: 8)
        try await page.click("#copyLink")
        try await page.expectText("#copyLink", "an answer") { $0 != "Copy link" }
        #expect(try await page.text("#copyLink") == "Copied")
        let copied: String = try await page.browser.asyncScript(
          """
          const done = arguments[0];
          navigator.clipboard.readText().then(done, (error) => done(String(error)));
          """)
        #expect(copied.contains("step=8&"))
        #expect(try await page.browser.script("return location.href") == copied)
      }
    }

    @Test func theThemeIsSwitchedAndKept() async throws {
      try await BrowserPage.visit { page in
        func ground() async throws -> String {
          try await page.browser.script("return getComputedStyle(document.body).backgroundColor")
        }
        let (light, picture) = (try await ground(), try await page.picture("canvas.boundary"))
        try await page.click("#theme")
        #expect(try await page.text("#theme") == "Light mode")
        let dark = try await ground()
        #expect(dark != light)
        #expect(try await page.picture("canvas.boundary") != picture)
        try await page.browser.reload()
        try await page.ready()
        #expect(try await ground() == dark)
        try await page.click("#theme")
        #expect(try await ground() == light)
        // Without a choice the system decides.
        try await page.browser.run("localStorage.clear()")
        try await page.media(["prefers-color-scheme": "dark"])
        try await page.browser.reload()
        try await page.ready()
        #expect(try await ground() == dark)
      }
    }
  }
}
