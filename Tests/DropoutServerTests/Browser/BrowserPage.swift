import DropoutLab
import DropoutTraining
import Foundation
import Testing

@testable import DropoutServer

/// One server and one browser for all tests in a browser; both end with the process.
struct BrowserLaboratory: Sendable {
  let server: RunningServer
  let store: RunStore
  let browser: WebDriver

  static let shared = Task<BrowserLaboratory, any Error> {
    let programs = try #require(BrowserPrograms.found)
    let store = try RunStore(path: ":memory:")
    return BrowserLaboratory(
      server: try await RunningServer(store: store), store: store,
      browser: try await WebDriver.start(
        try await ChromeDriver(programs), browser: programs.browser))
  }
}

/// A server that listens.
struct RunningServer: Sendable {
  let server: LaboratoryServer
  let address: String
  private let task: Task<Void, any Error>

  init(store: RunStore, port: UInt16 = 0) async throws {
    var configuration = LaboratoryServer.Configuration()
    configuration.port = port
    let server = try LaboratoryServer(store: store, configuration: configuration)
    self.server = server
    let (addresses, continuation) = AsyncStream<String>.makeStream()
    task = Task {
      defer { continuation.finish() }
      try await server.run { continuation.yield($0) }
    }
    var iterator = addresses.makeAsyncIterator()
    if let address = await iterator.next() {
      self.address = address
    } else {
      try await task.value
      throw WaitError(what: "address of the server", limit: .zero, state: "")
    }
  }

  /// Returns when nothing listens any more.
  func stop() async throws {
    await server.stop()
    try await task.value
  }
}

/// The live page in a real browser.
struct BrowserPage: Sendable {
  let browser: WebDriver
  let store: RunStore
  let address: String

  /// Opens the page afresh in a single tab, at step 0 unless the query says otherwise, and looks at the
  /// console when the test is done.
  static func visit(
    _ query: String = "?step=0", of server: RunningServer? = nil, allowsComplaints: Bool = false,
    _ test: (BrowserPage) async throws -> Void
  ) async throws {
    let laboratory = try await BrowserLaboratory.shared.value
    let page = BrowserPage(
      browser: laboratory.browser, store: laboratory.store,
      address: server?.address ?? laboratory.server.address)
    try await page.forgetTheTestBefore()
    try await page.open(query)
    try await test(page)
    guard !allowsComplaints else { return }
    let complaints = try await page.browser.log().filter {
      ["SEVERE", "WARNING"].contains($0.level)
    }
    #expect(complaints.map(\.message) == [])
  }

  private func forgetTheTestBefore() async throws {
    for window in try await browser.windows().dropFirst() {
      try await browser.switchTo(window: window)
      try await browser.closeWindow()
    }
    try await browser.switchTo(window: try #require(try await browser.windows().first))
    try await browser.navigate(to: "about:blank")
    try await browser.execute(
      "Storage.clearDataForOrigin",
      ["origin": String(address.dropLast()), "storageTypes": "local_storage"])
    try await size(width: 1440, height: 900)
    try await media([:])
    _ = try await browser.log()
  }

  /// Goes to the page and waits for its first picture.
  func open(_ query: String) async throws {
    let link = query.hasPrefix("http") ? query : address + query
    try await browser.navigate(to: link)
    try await ready()
  }

  func ready() async throws {
    _ = try await state("first picture") { $0.ready && !$0.policies.isEmpty }
  }

  // MARK: What is in view

  /// What the page shows.
  struct State: Decodable, Sendable {
    let ready: Bool
    let playing: Bool
    let policies: [String]
    /// By panel; −1 where nothing was drawn yet.
    let steps: [Int]
    let digests: [String]
    let message: String
    let command: String
    let query: String

    /// The step of the first panel; −1 where there is none yet.
    var step: Int { steps.first ?? -1 }
    /// Whether all panels are drawn at rest.
    var isAtRest: Bool { !playing && !digests.isEmpty && !digests.contains("") }
  }

  private static let stateScript = """
    const panels = [...document.querySelectorAll("#panels > .panel")];
    const text = (id) => document.getElementById(id)?.textContent ?? "";
    return {
      ready: document.documentElement.dataset.ready === "true",
      playing: document.body.dataset.playing === "true",
      policies: panels.map(({ dataset }) => dataset.policy ?? ""),
      steps: panels.map(({ dataset }) => Number(dataset.step ?? -1)),
      digests: panels.map(({ dataset }) => dataset.digest ?? ""),
      message: text("message"), command: text("command"), query: location.search,
    };
    """

  func state() async throws -> State { try await browser.script(Self.stateScript) }

  /// The state as soon as something holds of it.
  @discardableResult
  func state(
    _ what: String, within limit: Duration = .seconds(40), where fits: (State) throws -> Bool
  ) async throws -> State {
    try await wait(for: what, within: limit) {
      (try? await state()).map { "\($0)" } ?? "does not answer"
    } _: {
      let state = try await state()
      return try fits(state) ? state : nil
    }
  }

  /// The state at rest at a step.
  @discardableResult
  func still(at step: Int) async throws -> State {
    try await state("rest at step \(step)") {
      $0.isAtRest && $0.steps.allSatisfy { $0 == step }
    }
  }

  func text(_ selector: String) async throws -> String {
    try await browser.script(
      "return document.querySelector(arguments[0]).textContent.trim()", selector)
  }

  /// Waits until an element's text is this.
  func expectText(_ selector: String, _ what: String, _ fits: (String) -> Bool) async throws {
    _ = try await wait(for: "\(what) in \(selector)") {
      "says “\((try? await text(selector)) ?? "nothing")”; \((try? await state()).map { "\($0)" } ?? "")"
    } _: {
      try await fits(text(selector)) ? true : nil
    }
  }

  func value(_ selector: String) async throws -> String {
    try await browser.script("return document.querySelector(arguments[0]).value", selector)
  }

  func isShown(_ selector: String) async throws -> Bool {
    try await browser.script(
      "return document.querySelector(arguments[0])?.checkVisibility() ?? false", selector)
  }

  func expectShown(_ selector: String, _ isWanted: Bool = true) async throws {
    _ = try await wait(for: "\(selector) \(isWanted ? "in view" : "to go away")") {
      (try? await state()).map { "\($0)" } ?? ""
    } _: {
      try await isShown(selector) == isWanted ? true : nil
    }
  }

  /// A canvas's pixels as a data address.
  func picture(_ selector: String) async throws -> String {
    try await browser.script(
      "return document.querySelector(arguments[0]).toDataURL()", selector)
  }

  // MARK: What a user does

  func click(_ selector: String) async throws {
    try await browser.click(try await browser.find(selector))
  }

  /// Types keys into an element.
  func type(_ keys: String, into selector: String) async throws {
    try await browser.type(keys, into: try await browser.find(selector))
  }

  /// Replaces a field's value and leaves the field.
  func fill(_ selector: String, _ text: String) async throws {
    try await type(Key.all + text + Key.tab, into: selector)
  }

  /// Chooses an option of a list.
  func choose(_ value: String, in selector: String) async throws {
    try await click("\(selector) option[value=\"\(value)\"]")
  }

  /// Goes to a step by the number field, and rests there.
  @discardableResult
  func go(to step: Int, arriving: Int? = nil) async throws -> State {
    try await type(Key.all + "\(step)" + Key.enter, into: "#go")
    return try await still(at: arriving ?? step)
  }

  // MARK: The screen

  func size(width: Int, height: Int) async throws {
    try await browser.execute(
      "Emulation.setDeviceMetricsOverride",
      ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": false])
  }

  /// Sets what the user prefers, as in `["prefers-color-scheme": "dark"]`.
  func media(_ features: [String: String]) async throws {
    let usual = ["prefers-color-scheme": "light", "prefers-reduced-motion": "no-preference"]
    let all = usual.merging(features) { $1 }
    try await browser.execute(
      "Emulation.setEmulatedMedia",
      ["features": all.map { ["name": $0.key, "value": $0.value] }])
  }
}

/// An experiment as the page's settings name it, done by the library alone.
struct WantedExperiment: Sendable {
  var data = DataGenerator.football
  var noise: Double?
  var dataSeed: UInt64 = 1
  var hidden = [20, 3]
  var activation = Activation.relu
  var keep = 0.86
  var batch: Int?
  var learningRate = 0.3
  var steps = 30_000
  var seed: UInt64 = 3
  var policies = ["per-example", "per-batch", "frozen/per-example"]

  func dataset() throws -> Dataset {
    try data.makeDataset(GeneratorOptions(seed: dataSeed, noise: noise))
  }

  func training(_ dataset: Dataset) -> TrainingConfiguration {
    let outputs = dataset.classCount == 2 ? 1 : dataset.classCount
    return TrainingConfiguration(
      network: NetworkShape(
        layers: [dataset.train.featureCount] + hidden + [outputs], activation: activation,
        initialisation: dataset.reading == nil ? .course : .he),
      keepProbabilities: [1] + hidden.map { _ in keep }, learningRate: LearningRate(learningRate),
      batchSize: batch, steps: steps)
  }

  /// Fingerprints of the weights by policy.
  func digests(after steps: Int) throws -> [String] {
    let dataset = try dataset()
    let training = training(dataset)
    return try policies.map {
      let run = ReferenceRun(
        dataset: dataset, training: training, policy: try #require(MaskPolicy($0)), seed: seed)
      return run.after(steps).parameters.digest
    }
  }

  /// The command that compares the same policies over thirty seeds.
  func command() throws -> String {
    let dataset = try dataset()
    let outputs = dataset.classCount == 2 ? 1 : dataset.classCount
    let layers = [dataset.train.featureCount] + hidden + [outputs]
    var settings = PlanSettings()
    var assignments = [
      "data.name=\(data.rawValue)", "data.seed=\(dataSeed)",
      "network.layers=\(layers)",
      "network.activation=\(activation.rawValue)", "dropout.keep=\(keep)",
      "training.learning-rate=\(learningRate)", "training.batch=\(batch ?? 0)",
      "training.steps=\(steps)", "comparison.policies=\(policies.joined(separator: ","))",
      "comparison.seeds=30", "comparison.first-seed=\(seed)",
    ]
    if let noise { assignments.append("data.noise=\(noise)") }
    for assignment in assignments { try settings.merge(assignment: assignment) }
    return try Plan(settings, dataset: dataset).command(dataset: dataset)
  }
}
