import DropoutStatistics
import ArgumentParser
import DropoutLab
import DropoutTraining
import Foundation

/// `dropout evaluate`: evaluates a recorded network on its test data, by weight scaling or Monte-Carlo.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Evaluate a recorded run's final weights on its training and test data.")

  @Argument(help: "Folder that dropout train --record wrote.")
  var folder: String

  @Option(
    help:
      "Average the predictions of this many passes with dropout on (Monte-Carlo dropout); 0: one pass with all units."
  )
  var mcSamples = 0

  @Option(help: "Seed of the Monte-Carlo masks.")
  var seed: UInt64 = 1

  @Option(help: "Folder to look for mnist and fashion-mnist in.")
  var dataDir: String?

  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    try check(
      "--mc-samples", mcSamples, in: 0...1_000_000, remedy: "give a number from 0 to 1,000,000")
  }

  func run() throws {
    let planPath = "\(folder)/plan.toml"
    var settings = PlanSettings()
    try settings.merge(
      toml: PlanFile.content(planPath, what: "recording (dropout train --record)"), source: planPath
    )
    let dataset = try DataSpecification(settings).load(
      locator: DataLocator(dataDirectory: dataDir))
    let plan = try Plan(settings, dataset: dataset)
    guard FileManager.default.fileExists(atPath: "\(folder)/final.npz") else {
      throw CommandError.missingFile(
        path: "\(folder)/final.npz", what: "file; the run was not finished")
    }
    let parameters = try Parameters(
      npz: "\(folder)/final.npz", shape: plan.training.network)
    try check(parameters, dataset: dataset)
    guard mcSamples == 0 || !plan.training.noise.masksWeights else {
      throw CommandError.badArgument(
        "--mc-samples", message: "not supported for noise dropconnect; leave it out")
    }
    if mcSamples > 0 {
      try plan.training.refuseSchedule(
        "the masks of --mc-samples need one keep probability", remedy: "leave out --mc-samples")
    }
    let network = TrainedNetwork(plan.training, parameters: parameters)
    let (train, test) = (ExampleMatrix(dataset.train), ExampleMatrix(dataset.test))
    var results = [
      Result(
        method: "weight-scaling", samples: 0, train: network.evaluate(train),
        test: network.evaluate(test))
    ]
    if mcSamples > 0 {
      results.append(
        Result(
          method: "monte-carlo", samples: mcSamples,
          train: averaged(network, train, "training"), test: averaged(network, test, "test")))
    }
    if output.json {
      let result = results[results.count - 1]
      return try JSONOutput.print(
        Document(
          result,
          failed: !parameters.isFinite || !result.train.loss.isFinite
            || result.train.isNoBetterThanGuessing(train)), of: dataset)
    }
    output.showReading(dataset)
    var table = TextTable([
      "", "error", plan.training.network.loss == .squared ? "loss" : "log-loss",
    ])
    for result in results {
      let method = result.samples > 0 ? "mean of \(result.samples) masked passes" : "weight scaling"
      for (name, part) in [("train", result.train), ("test", result.test)] {
        table.add([
          "\(method), \(name)", "\(NumberText.percent(part.error)) %", NumberText.loss(part.loss),
        ])
      }
    }
    Terminal.table(table)
  }

  /// Averages the masked passes, and shows the progress.
  private func averaged(
    _ network: borrowing TrainedNetwork, _ examples: ExampleMatrix, _ name: String
  ) -> Evaluation {
    let meter = ProgressMeter("averaging passes over the \(name) examples", output)
    defer { meter.end() }
    return network.evaluate(examples, samples: mcSamples, seed: seed) {
      meter.show($0, of: mcSamples, "passes")
    }
  }

  /// Refuses a recording whose data or weights have changed since its run.
  private func check(_ parameters: Parameters, dataset: Dataset) throws {
    let path = "\(folder)/run.json"
    guard let content = FileManager.default.contents(atPath: path) else {
      throw CommandError.missingFile(path: path, what: "file; record the run again")
    }
    guard let seal = try? JSONDecoder().decode(RecordingSeal.self, from: content) else {
      throw CommandError.changedRecording(path: path, change: "the file is damaged")
    }
    guard seal.dataChecksum == dataset.checksum else {
      throw CommandError.changedRecording(
        path: folder,
        change: "\(dataset.name) is no longer what the run was trained on (SHA-256 now "
          + "\(dataset.checksum.prefix(12))…, recorded \(seal.dataChecksum.prefix(12))…)",
        remedy: "restore the data or record the run again")
    }
    guard seal.weightsDigest == parameters.digest else {
      throw CommandError.changedRecording(
        path: "\(folder)/final.npz", change: "holds other weights than run.json says")
    }
  }

  private struct Result {
    let method: String
    let samples: Int
    let train: Evaluation
    let test: Evaluation
  }

  /// What `--json` prints, with the names used in `results.json`.
  private struct Document: Encodable {
    let method: String
    let samples: Int
    let testError: Double
    let testLogLoss: Double
    let trainError: Double
    let trainLogLoss: Double
    let failed: Bool

    init(_ result: Result, failed: Bool) {
      method = result.method
      samples = result.samples
      testError = result.test.error
      testLogLoss = result.test.loss
      trainError = result.train.error
      trainLogLoss = result.train.loss
      self.failed = failed
    }
  }
}

extension Parameters {
  /// Reads a network's weights and biases, `W1`, `b1`, `W2`, ….
  init(npz path: String, shape: NetworkShape) throws {
    let file = try NPZFile(path: path)
    var weights: [[Float]] = []
    var biases: [[Float]] = []
    for layer in 1...shape.weightLayerCount {
      func array(_ name: String, _ expected: [Int]) throws -> [Float] {
        let array = try file.array(named: name)
        guard array.shape == expected else {
          throw DatasetError.malformed(
            path: path, part: name, expected: "shape \(expected), as plan.toml says",
            found: "\(array.shape)")
        }
        return array.floats
      }
      let (inputs, outputs) = (shape.layers[layer - 1], shape.layers[layer])
      weights.append(try array("W\(layer)", [inputs, outputs]))
      biases.append(try array("b\(layer)", [outputs]))
    }
    self.init(weights: weights, biases: biases)
  }
}
