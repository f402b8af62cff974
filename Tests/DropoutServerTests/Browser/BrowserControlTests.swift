import DropoutLab
import DropoutTraining
import Foundation
import Testing

@testable import DropoutServer

/// A control of the page, and what the experiment becomes by it.
struct ControlCase: Sendable, CustomTestStringConvertible {
  let name: String
  let use: @Sendable (BrowserPage) async throws -> Void
  let change: @Sendable (inout WantedExperiment) -> Void

  var testDescription: String { name }

  static func field(
    _ name: String, _ text: String, change: @escaping @Sendable (inout WantedExperiment) -> Void
  ) -> ControlCase {
    ControlCase(
      name: "#\(name) \(text)", use: { try await $0.fill("#\(name)", text) }, change: change)
  }

  /// Controls that are used one after the other on one page.
  static let pages: [[ControlCase]] = [
    [
      ControlCase(
        name: "data set", use: { try await $0.choose("moons", in: "#data") },
        change: { $0.data = .moons }),
      field("noise", "0.8") { $0.noise = 0.8 },
      field("dataSeed", "12") { $0.dataSeed = 12 },
      field("batch", "24") { $0.batch = 24 },
      field("learningRate", "0.05") { $0.learningRate = 0.05 },
      field("seed", "77") { $0.seed = 77 },
      field("steps", "41") { $0.steps = 41 },
    ],
    [
      ControlCase(
        name: "data set of several classes",
        use: { try await $0.choose("gaussians", in: "#data") }, change: { $0.data = .gaussians }),
      field("hidden-1", "9") { $0.hidden[0] = 9 },
      field("hidden-2", "7") { $0.hidden[1] = 7 },
      ControlCase(
        name: "add a layer", use: { try await $0.click("#addLayer") },
        change: { $0.hidden = [9, 7, 7] }),
      ControlCase(
        name: "remove a layer",
        use: { page in for _ in 0..<2 { try await page.click("#removeLayer") } },
        change: { $0.hidden = [9] }),
      ControlCase(
        name: "activation", use: { try await $0.choose("tanh", in: "#activation") },
        change: { $0.activation = .tanh }),
      ControlCase(
        name: "keep slider", use: { try await $0.type(Key.left + Key.left, into: "#keepSlider") },
        change: { $0.keep = 0.84 }),
      field("keep", "0.5") { $0.keep = 0.5 },
    ],
    [
      ControlCase(
        name: "sharing",
        use: { try await $0.choose("per-batch", in: ".panel:nth-child(3) .sharing") },
        change: { $0.policies[2] = "frozen/per-batch" }),
      ControlCase(
        name: "no dropout",
        use: { try await $0.choose("none", in: ".panel:nth-child(3) .sharing") },
        change: { $0.policies[2] = "none" }),
      ControlCase(
        name: "renewal",
        use: { try await $0.choose("frozen/", in: ".panel:nth-child(2) .renewal") },
        change: { $0.policies[1] = "frozen/per-batch" }),
      ControlCase(
        name: "group size",
        use: { page in
          try await page.choose("per-group:G", in: ".panel:nth-child(2) .sharing")
          try await page.fill(".panel:nth-child(2) .groupSize", "5")
        }, change: { $0.policies[1] = "frozen/per-group:5" }),
      ControlCase(
        name: "every so many steps",
        use: { page in
          try await page.choose("every:K/", in: ".panel:nth-child(2) .renewal")
          try await page.fill(".panel:nth-child(2) .every", "7")
        }, change: { $0.policies[1] = "every:7/per-group:5" }),
      ControlCase(
        name: "renewal once an epoch",
        use: { page in
          try await page.fill("#batch", "50")
          try await page.choose("per-epoch/", in: ".panel:nth-child(1) .renewal")
        },
        change: {
          $0.batch = 50
          $0.policies[0] = "per-epoch/per-example"
        }),
    ],
    [
      ControlCase(
        name: "add a panel", use: { try await $0.click("#addPanel") },
        change: { $0.policies.append("frozen/per-batch") }),
      ControlCase(
        name: "remove a panel", use: { try await $0.click(".panel:nth-child(2) .removePanel") },
        change: { $0.policies.remove(at: 1) }),
    ],
  ]
}

extension BrowserTests {
  struct Controls {
    @Test(arguments: ControlCase.pages)
    func aControlChangesTheRunAsTheLibraryDoes(controls: [ControlCase]) async throws {
      var wanted = WantedExperiment()
      var before = try wanted.digests(after: 60)
      try await BrowserPage.visit { page in
        for control in controls {
          control.change(&wanted)
          try await control.use(page)
          let command = try wanted.command()
          try await page.state("the command \(command)") { $0.command == command }
          let step = min(60, wanted.steps)
          let state = try await page.go(to: 60, arriving: step)
          #expect(state.policies == wanted.policies)
          let digests = try wanted.digests(after: step)
          #expect(state.digests == digests, "\(control.name)")
          #expect(digests != before, "\(control.name)")
          #expect(state.message == "")
          before = digests
        }
      }
    }

    @Test func theUsualNoiseGoesWithItsDataSet() async throws {
      try await BrowserPage.visit { page in
        try await page.fill("#noise", "0.7")
        var wanted = WantedExperiment()
        wanted.noise = 0.7
        let noisy = try wanted.command()
        try await page.state("the command \(noisy)") { $0.command == noisy }
        try await page.choose("circles", in: "#data")
        (wanted.data, wanted.noise) = (.circles, nil)
        let command = try wanted.command()
        try await page.state("the command \(command)") { $0.command == command }
        let usual = DataGenerator.circles.traits.noise
        #expect(try await Double(page.value("#noise")) == usual)
      }
    }

    @Test func aRefusedSettingSaysWhyAndTheExperimentGoesOn() async throws {
      try await BrowserPage.visit { page in
        try await page.go(to: 21)
        try await page.fill("#keep", "0")
        let refused = try await page.state("a refusal") { !$0.message.isEmpty }
        // The sentence of a plan, in the words of the page.
        var settings = PlanSettings()
        try settings.merge(assignment: "dropout.keep=0")
        let dataset = try WantedExperiment().dataset()
        let error = #expect(throws: PlanError.self) { try Plan(settings, dataset: dataset) }
        #expect(
          refused.message
            == error?.description.replacing("dropout.keep", with: "keep probability"))
        func marked() async throws -> [String] {
          try await page.browser.script(
            "return [...document.querySelectorAll('[aria-invalid=true]')].map(({ id }) => id)")
        }
        #expect(try await marked() == ["keep"])
        #expect(refused.steps == [21, 21, 21])
        try await page.click("#step")
        #expect(
          try await page.still(at: 22).digests == WantedExperiment().digests(after: 22))
        // Mended, it opens, and the sentence goes.
        try await page.fill("#keep", "0.7")
        var wanted = WantedExperiment()
        wanted.keep = 0.7
        let command = try wanted.command()
        try await page.state("the command \(command)") { $0.command == command && $0.message == "" }
        #expect(try await marked() == [])
        #expect(try await page.go(to: 33).digests == wanted.digests(after: 33))
      }
    }

    @Test func anAddressThatCannotBeOpenedSaysWhyAndTheCourseOpens() async throws {
      try await BrowserPage.visit("?hidden=500&step=5") { page in
        let state = try await page.still(at: 0)
        #expect(state.message.contains("hidden layers"))
        #expect(state.digests == (try WantedExperiment().digests(after: 0)))
      }
    }

    /// Another policy is shown at the step where the others are, which are where they were.
    @Test func panelsComeAndGoWithoutTheTrainingOfTheOthers() async throws {
      try await BrowserPage.visit("?policies=per-example,per-batch&step=70&speed=100") { page in
        var wanted = WantedExperiment()
        wanted.policies = ["per-example", "per-batch"]
        #expect(try await page.still(at: 70).digests == wanted.digests(after: 70))
        try await page.click("#addPanel")
        wanted.policies.append("frozen/per-example")
        let three = try await page.state("three panels at 70") {
          $0.policies == wanted.policies && $0.isAtRest && $0.step == 70
        }
        #expect(three.digests == (try wanted.digests(after: 70)))
        try await page.click("#play")
        try await page.state("playing on") { $0.playing && $0.step > 80 }
        try await page.click(".panel:nth-child(1) .removePanel")
        wanted.policies.remove(at: 0)
        let removed = try await page.state("two panels") {
          $0.policies == wanted.policies && $0.step > 0
        }
        let on = try await page.state("two panels that play on") {
          $0.playing && $0.step > removed.step + 30
        }
        try await page.click("#play")
        let state = try await page.state("pause") { $0.isAtRest }
        #expect(state.step >= on.step)
        #expect(state.digests == (try wanted.digests(after: state.step)))
      }
    }

    /// On its way to the step, the page is asked for more panels.
    @Test func severalPolicyChangesAtOnceKeepTheStepAndItsRest() async throws {
      try await BrowserPage.visit("?policies=per-example,per-batch&step=0") { page in
        try await page.go(to: 20_000)
        let _: Bool = try await page.browser.asyncScript(
          """
          const done = arguments[0];
          const button = document.getElementById("addPanel");
          button.click();
          const again = () => {
            const panels = [...document.querySelectorAll("#panels > .panel")];
            // A frame of three panels that are not there yet.
            if (panels.length === 3 && panels.every(({ dataset }) => Number(dataset.step) > 0)) {
              button.click();
              return done(true);
            }
            requestAnimationFrame(again);
          };
          again();
          """)
        let state = try await page.state("four panels at rest") {
          $0.policies.count == 4 && $0.isAtRest
        }
        #expect(state.steps == [Int](repeating: 20_000, count: 4))
      }
    }

    @Test func panelsAreTwoToFourAndShowDifferentPolicies() async throws {
      try await BrowserPage.visit("?policies=per-example,per-batch&step=0") { page in
        func clickTwiceAtOnce(_ selector: String) async throws {
          let _: Bool = try await page.browser.script(
            """
            const button = document.querySelector(arguments[0]);
            button.click();
            button.click();
            return true;
            """, selector)
        }
        #expect(try await !page.isShown(".removePanel"))
        for count in [3, 4] {
          try await page.click("#addPanel")
          try await page.state("\(count) panels") { $0.policies.count == count }
        }
        let isDisabled: Bool = try await page.browser.script(
          "return document.getElementById('addPanel').disabled")
        #expect(isDisabled)
        #expect(Set(try await page.state().policies).count == 4)
        // One that another panel shows is not taken.
        try await page.choose("per-batch", in: ".panel:nth-child(1) .sharing")
        try await page.state("a refusal") { $0.message == "Another panel shows per-batch already." }
        #expect(try await page.value(".panel:nth-child(1) .sharing") == "per-example")
        // Of two clicks on a cross, the second does not remove its neighbour.
        try await clickTwiceAtOnce(".panel:nth-child(3) .removePanel")
        try await page.state("three panels") { $0.policies.count == 3 && $0.isAtRest }
        #expect(try await page.go(to: 3).policies.count == 3)
        // And two ask for no fifth panel.
        try await clickTwiceAtOnce("#addPanel")
        let state = try await page.state("four panels") { $0.policies.count == 4 && $0.isAtRest }
        #expect(state.message == "")
        #expect(try await page.go(to: 4).policies.count == 4)
      }
    }

    @Test func goingBackUndoesASetting() async throws {
      try await BrowserPage.visit { page in
        try await page.go(to: 12)
        var other = WantedExperiment()
        other.seed = 8
        try await page.fill("#seed", "8")
        try await page.state("the other seed in the address") { $0.query.contains("seed=8&") }
        try await page.go(to: 5)
        try await page.state("the step in the address") { $0.query.contains("step=5&") }
        let _: Bool = try await page.browser.script("history.back(); return true")
        let back = try await page.still(at: 12)
        #expect(back.digests == (try WantedExperiment().digests(after: 12)))
        #expect(try await page.value("#seed") == "3")
        let _: Bool = try await page.browser.script("history.forward(); return true")
        let forward = try await page.still(at: 5)
        #expect(forward.digests == (try other.digests(after: 5)))
      }
    }
  }
}
