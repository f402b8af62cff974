import DropoutLab
import DropoutTraining
import Foundation

/// A folder that `dropout train --record` wrote, read back.
struct Recording {
  let plan: Plan
  let dataset: Dataset
  let parameters: Parameters

  /// Reads plan, data and final weights.
  ///
  /// - Throws: What they throw; ``CommandError`` if the run was not finished, or data or weights have changed.
  init(_ folder: String, locator: DataLocator) throws {
    let planPath = "\(folder)/plan.toml"
    var settings = PlanSettings()
    try settings.merge(
      toml: PlanFile.content(planPath, what: "recording (dropout train --record)"), source: planPath
    )
    dataset = try DataSpecification(settings).load(locator: locator)
    plan = try Plan(settings, dataset: dataset)
    guard FileManager.default.fileExists(atPath: "\(folder)/final.npz") else {
      throw CommandError.missingFile(
        path: "\(folder)/final.npz", what: "file; the run was not finished")
    }
    parameters = try Parameters(npz: "\(folder)/final.npz", shape: plan.training.network)
    try check(folder)
  }

  /// Refuses a recording whose data or weights have changed since its run.
  private func check(_ folder: String) throws {
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
}

extension Parameters {
  /// Reads a network's weights and biases, `W1`, `b1`, `W2`, ….
  fileprivate init(npz path: String, shape: NetworkShape) throws {
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
