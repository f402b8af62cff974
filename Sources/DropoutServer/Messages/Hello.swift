import DropoutLab
import DropoutTraining

extension ServerMessage.Hello {
  /// What this build offers: the generators whose examples lie in the plane, and uploads.
  static let current = ServerMessage.Hello(
    version: "engine \(Engine.version)",
    datasets: DataGenerator.allCases.filter { $0.traits.features == 2 }.map {
      DataChoice(
        name: $0.name, summary: $0.traits.summary, noise: $0.traits.noise,
        noiseLow: $0.traits.noiseRange.lowerBound, noiseHigh: $0.traits.noiseRange.upperBound,
        noiseMeaning: $0.traits.noiseMeaning)
    },
    activations: Activation.allCases.map(\.rawValue),
    limits: Limits(
      hiddenLayers: LiveLimits.hiddenLayers, width: LiveLimits.width, steps: LiveLimits.steps,
      seeds: LiveLimits.seeds, panels: LiveLimits.panels.upperBound,
      uploadBytes: LiveLimits.uploadBytes))
}
