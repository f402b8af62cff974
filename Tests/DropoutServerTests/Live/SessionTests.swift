import DropoutLab
import DropoutTraining
import Foundation
import Synchronization
import Testing

@testable import DropoutServer

@Suite(.timeLimit(.minutes(5)))
struct SessionTests {
  static let policies = ["per-example", "per-batch", "frozen/per-example", "per-group:16"]
  static let fourPanels =
    "\"policies\":[\"per-example\",\"per-batch\",\"frozen/per-example\",\"per-group:16\"]"

  @Test func everyPanelIsTheLibrarysRun() async throws {
    let page = try LivePage()
    await page.open(Self.fourPanels)
    var frame = try await page.still(at: 0)
    #expect(frame.panels.map(\.policy) == Self.policies)
    // The same weights to begin with.
    #expect(Set(frame.panels.map(\.digest)).count == 1)
    await page.send("{\"do\":\"go\",\"step\":700}")
    frame = try await page.still(at: 700)
    for (index, policy) in Self.policies.enumerated() {
      let want = try ReferenceRun(policy).after(700)
      #expect(frame.panels[index].digest == want.parameters.digest)
      #expect(frame.panels[index].maskedLoss == want.maskedLoss)
    }
  }

  @Test(arguments: [0, 20])
  func anyStepIsReachedExactly(batch: Int) async throws {
    let page = try LivePage()
    await page.open("\"policies\":[\"per-example\",\"every:7/per-batch\"],\"batch\":\(batch)")
    let reference = try ReferenceRun("every:7/per-batch", batch: batch == 0 ? nil : batch)
    for step in [431, 430, 0, 1_250, 1_249, 151, 1_250] {
      await page.send("{\"do\":\"go\",\"step\":\(step)}")
      let frame = try await page.still(at: step)
      let want = reference.after(step)
      #expect(frame.panels[1].digest == want.parameters.digest, "step \(step)")
      #expect(frame.panels[1].maskedLoss == (step == 0 ? nil : want.maskedLoss), "step \(step)")
    }
    await page.send("{\"do\":\"step\"}")
    #expect(
      try await page.still(at: 1_251).panels[1].digest == reference.after(1_251).parameters.digest)
    await page.send("{\"do\":\"restart\"}")
    #expect(try await page.still(at: 0).panels[0].distinct == 0)
  }

  @Test func playingAndPausingChangeNoBit() async throws {
    let page = try LivePage()
    await page.open(Self.fourPanels)
    await page.send("{\"do\":\"speed\",\"stepsPerSecond\":3000}")
    await page.send("{\"do\":\"play\"}")
    _ = try await page.frame { $0.playing && $0.step > 100 }
    await page.send("{\"do\":\"pause\"}")
    let frame = try await page.frame { !$0.playing }
    for (index, policy) in Self.policies.enumerated() {
      #expect(
        frame.panels[index].digest == (try ReferenceRun(policy).after(frame.step).parameters.digest)
      )
    }
    await page.send("{\"do\":\"pause\"}")
    #expect(try await page.still(at: frame.step).step == frame.step)
  }

  @Test func aRunPlaysToItsEndAndRests() async throws {
    let page = try LivePage()
    await page.open("\"policies\":[\"none\",\"per-batch\"],\"steps\":333")
    await page.send("{\"do\":\"play\"}")
    let frame = try await page.still(at: 333)
    #expect(
      frame.panels[1].digest == (try ReferenceRun("per-batch").after(333).parameters.digest))
    await page.send("{\"do\":\"step\"}")
    #expect(try await page.still(at: 333).step == 333)
  }

  @Test func theMaskMatrixIsTheLibrarys() async throws {
    let page = try LivePage()
    await page.open(Self.fourPanels + ",\"batch\":50,\"row\":7,\"layer\":2,\"steps\":40")
    for step in [0, 1, 37, 40] {
      await page.send("{\"do\":\"go\",\"step\":\(step)}")
      let frame = try await page.still(at: step)
      // The next step's, as long as there is one.
      let maskStep = min(step, 39)
      #expect(frame.maskStep == maskStep && frame.maskExamples == 50 && frame.maskUnits == 3)
      for (index, text) in Self.policies.enumerated() {
        let run = try ReferenceRun(text, batch: 50)
        let epoch = run.training.epoch(step: maskStep, exampleCount: 211)
        let masks = MaskFormula(policy: run.policy, seed: 3)
        let layers = [2, 20, 3].enumerated().map { layer, units in
          masks.matrix(
            layer: layer, keep: run.training.keep(layer: layer), batchSize: 50, units: units,
            step: maskStep, epoch: epoch)
        }
        let shown = frame.mask(index)
        for unit in 0..<3 {
          for row in 0..<50 { #expect(shown[unit * 50 + row] == layers[2][row * 3 + unit]) }
        }
        let alive = [2, 20, 3].indices.flatMap { layer in
          let units = [2, 20, 3][layer]
          return Array(layers[layer][7 * units..<8 * units])
        }
        #expect(frame.bytes(frame.panels[index].alive) == alive)
        #expect(frame.panels[index].draw == run.policy.draw(step: maskStep, epoch: epoch))
      }
      var order = BatchOrder(seed: 3, exampleCount: 211, batchSize: 50)
      let batch = (0...maskStep).map { _ in order.nextBatch() }[maskStep]
      #expect(frame.example == Int(batch[7]))
    }
  }

  @Test func visitedNetworksAreCountedAsThinnedCountsThem() async throws {
    let page = try LivePage()
    await page.open(Self.fourPanels)
    for step in [300, 120] {
      await page.send("{\"do\":\"go\",\"step\":\(step)}")
      let frame = try await page.still(at: step)
      for (index, text) in Self.policies.enumerated() {
        var training = try ReferenceRun(text).training
        training.steps = step
        let visits = ThinnedVisits(
          training, policy: try #require(MaskPolicy(text)), seed: 3, exampleCount: 211)
        #expect(frame.panels[index].distinct == visits.distinct)
        #expect(!frame.panels[index].distinctIsLeast)
      }
    }
  }

  @Test func theBoundaryIsTheNetworksProbability() async throws {
    let page = try LivePage()
    await page.open("\"policies\":[\"per-example\",\"per-batch\"],\"step\":2000")
    let opened = try await page.message("opened")
    #expect(opened.network == [2, 20, 3, 1] && opened.thinnedNetworks == "8,388,608")
    let frame = try await page.still(at: 2000)
    let run = try ReferenceRun("per-example")
    let network = TrainedNetwork(run.training, parameters: run.after(2000).parameters)
    let grid = DecisionGrid(around: run.dataset.train, cells: 64)
    let boundary = frame.bytes(try #require(frame.panels[0].boundary))
    #expect(boundary.count == 64 * 64 && Set(boundary).count > 20)
    // A cell from its middle: column 40 of row 10, from the bottom left.
    let cell = 10 * 64 + 40
    let x = grid.x.lowerBound + (grid.x.upperBound - grid.x.lowerBound) * 40.5 / 64
    let y = grid.y.lowerBound + (grid.y.upperBound - grid.y.lowerBound) * 10.5 / 64
    let point = Examples(featureCount: 2, features: [Float(x), Float(y)], labels: [0])
    let prediction = network.predictions(ExampleMatrix(point))[0]
    let probability = prediction.label == 1 ? prediction.probability : 1 - prediction.probability
    #expect(boundary[cell] == UInt8((probability * 255).rounded()))
  }

  @Test func curvesAreTheSameHoweverTheStepWasReached() async throws {
    func curve(_ visit: [Int]) async throws -> [[Double?]] {
      let page = try LivePage()
      await page.open("\"policies\":[\"per-example\",\"per-batch\"]")
      var points: [[Double?]] = []
      for step in visit {
        await page.send("{\"do\":\"go\",\"step\":\(step)}")
        while true {
          let frame = try await page.frame()
          let part = frame.panels[1].curve
          #expect(part.from <= points.count)
          points = points.prefix(part.from) + part.points
          if !frame.playing && frame.step == step { break }
        }
      }
      return points
    }
    let direct = try await curve([1_000])
    let early: [Double?] = [0, 1, 2, 4, 8, 16, 32, 64, 128]
    #expect(direct.map { $0[0] } == early + [150, 300, 450, 600, 750, 900])
    #expect(direct[0][1] == nil && direct[1][1] != nil)
    #expect(try await curve([1_700, 333, 1_000]) == direct)
    #expect(try await curve([1, 2, 151, 3, 1_000]) == direct)
  }

  @Test func aFrameWaitsForThePageAndTrainingDoesNot() async throws {
    let page = try LivePage()
    await page.open("\"policies\":[\"per-example\",\"per-batch\"],\"steps\":1000000")
    await page.send("{\"do\":\"speed\",\"stepsPerSecond\":0}")
    _ = try await page.still(at: 0)
    await page.send("{\"do\":\"play\"}")
    _ = try await page.frame { $0.playing && $0.step > 0 }
    // From here the page draws nothing for a while: no frame comes, and the run goes on.
    let shown = try SeenFrame(message: try await Self.bytes(page.session)).step
    let session = page.session
    let arrived = Mutex(false)
    let pending = Task {
      let bytes = try await Self.bytes(session)
      arrived.withLock { $0 = true }
      return bytes
    }
    try await Task.sleep(for: .milliseconds(400))
    #expect(!arrived.withLock { $0 })
    await page.send("{\"do\":\"seen\"}")
    #expect(try SeenFrame(message: await pending.value).step > shown + 100)
    await page.session.end()
  }

  /// The next frame, not yet drawn.
  private static func bytes(_ session: Session) async throws -> Data {
    while true {
      if case .frame(let data) = try #require(await session.nextOutgoing()) { return data }
    }
  }

  @Test func noiseAgreesWithItsPrediction() async throws {
    let page = try LivePage()
    let policies = ["per-example", "per-batch", "frozen/per-example", "none"]
    await page.open("\"policies\":\(policies),\"step\":500")
    let noise = try await page.message("noise") { $0.step == 500 }
    let panels = try #require(noise.panels)
    #expect(panels.map(\.policy) == policies)
    for panel in [panels[0], panels[1], panels[3]] {
      let (measured, predicted) = (try #require(panel.measured), try #require(panel.predicted))
      #expect(measured.low < measured.mean && measured.mean < measured.high)
      // Four standard errors of the difference, or nearly: the seed is fixed, so this holds or it does not, and a
      // mistake of the formula is a matter of factors.
      #expect(
        abs(measured.mean - predicted.mean)
          < 1.6 * (measured.high - measured.low + predicted.high - predicted.low) / 2)
    }
    // One mask for all is noisier.
    #expect((panels[1].measured?.mean ?? 0) > 2 * (panels[0].measured?.mean ?? 1))
    #expect(panels[2].measured == nil && panels[2].note?.contains("no noise") == true)
  }

  /// At the start weights do not depend on the keep probability.
  @Test func noneIsAsNoisyAsMasksThatDropNothing() async throws {
    func panel(_ policy: String, keep: Double) async throws -> SeenMessage.NoisePanel {
      let page = try LivePage()
      await page.open(
        "\"policies\":[\"\(policy)\",\"per-batch\"],\"keep\":\(keep),\"batch\":20")
      return try #require(try await page.message("noise").panels)[0]
    }
    let none = try await panel("none", keep: 0.5)
    let keepsAll = try await panel("per-example", keep: 1)
    let drops = try await panel("per-example", keep: 0.5)
    #expect(none.measured?.mean == keepsAll.measured?.mean)
    #expect(none.predicted?.mean == keepsAll.predicted?.mean)
    #expect(try #require(none.measured?.high) < (try #require(drops.measured?.low)))
  }

  @Test(arguments: [
    ("{", "not understood"), ("[]", "not understood"), ("{\"do\":\"dance\"}", "dance"),
    ("{\"do\":\"go\"}", "step"), ("{\"do\":\"speed\",\"stepsPerSecond\":-1}", "stepsPerSecond"),
    ("{\"do\":\"speed\",\"stepsPerSecond\":1e300}", "stepsPerSecond"),
    ("{\"do\":\"speed\",\"stepsPerSecond\":1e-300}", "stepsPerSecond"),
    ("{\"do\":\"open\",\"keep\":1.5}", "keep probability: 1.5 is"),
    ("{\"do\":\"open\",\"keep\":\"x\"}", "keep probability:"),
    ("{\"do\":\"open\",\"seed\":-5}", "seed:"),
    ("{\"do\":\"open\",\"hidden\":[1.5]}", "hidden layers: give a whole number"),
    ("{\"do\":\"open\",\"hidden\":[\"x\"]}", "hidden layers: this"),
    ("{\"do\":\"open\",\"dataSeed\":0.5}", "data seed: give"),
    ("{\"do\":\"go\",\"step\":1e30}", "step:"),
    ("{\"do\":\"open\",\"hidden\":[1000]}", "hidden layers"),
    ("{\"do\":\"open\",\"hidden\":[2,2,2,2,2]}", "hidden layers"),
    ("{\"do\":\"open\",\"steps\":0}", "steps"), ("{\"do\":\"open\",\"batch\":5000}", "batch"),
    ("{\"do\":\"open\",\"data\":\"/etc/passwd\"}", "there is no"),
    ("{\"do\":\"open\",\"data\":\"upload:0123456789ab\"}", "no longer here"),
    ("{\"do\":\"open\",\"noise\":-1}", "noise"),
    ("{\"do\":\"open\",\"policies\":[\"none\"]}", "panels"),
    ("{\"do\":\"open\",\"policies\":[\"none\",\"none\"]}", "twice"),
    ("{\"do\":\"open\",\"policies\":[\"none\",\"some\"]}", "some"),
    ("{\"do\":\"open\",\"seed\":9007199254740992}", "seeds"),
    ("{\"do\":\"compare\",\"seeds\":1}", "seeds"),
    ("{\"do\":\"compare\",\"seeds\":100000}", "seeds"),
  ])
  func whatCannotBeDoneIsSaidAndChangesNothing(message: String, says: String) async throws {
    let page = try LivePage()
    await page.open("\"policies\":[\"per-example\",\"per-batch\"],\"step\":40")
    let before = try await page.still(at: 40)
    await page.send(message)
    let error = try await page.message("error")
    #expect(error.message?.contains(says) == true, "\(error.message ?? "")")
    #expect(error.message?.contains("\n") == false)
    await page.send("{\"do\":\"look\",\"row\":0,\"layer\":1}")
    #expect(try await page.still(at: 40).panels[0].digest == before.panels[0].digest)
  }

  @Test func nothingIsDoneBeforeAnExperimentIsOpen() async throws {
    let page = try LivePage()
    await page.send("{\"do\":\"play\"}")
    #expect(try await page.message("error").message?.contains("no experiment") == true)
  }

  @Test func looksAreHeldToWhatThereIs() async throws {
    let page = try LivePage()
    await page.open("\"policies\":[\"per-example\",\"per-batch\"],\"row\":100000,\"layer\":-4")
    let frame = try await page.still(at: 0)
    #expect(frame.row == 210 && frame.layer == 0 && frame.maskUnits == 2)
  }
}
