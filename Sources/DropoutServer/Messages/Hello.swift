import DropoutLab
import DropoutTraining

extension ServerMessage.Hello {
  /// The choices of this build: the generators with two features, and uploads.
  static let current = ServerMessage.Hello(
    version: "engine \(Engine.version)",
    datasets: DataGenerator.allCases.filter { $0.traits.features == 2 }.map {
      DataChoice(
        name: $0.name, summary: $0.traits.summary, noise: $0.traits.noise,
        noiseLow: $0.traits.noiseRange.lowerBound, noiseHigh: $0.traits.noiseRange.upperBound,
        noiseMeaning: $0.traits.noiseMeaning)
    },
    activations: Activation.allCases.map(\.rawValue),
    settings: ExperimentSettings(),
    usualPolicies: [
      "per-example", "per-batch", "frozen/per-example", "frozen/per-batch", "none", "per-group:16",
    ],
    sharings: PanelLook.sharings, renewals: PanelLook.renewals,
    limits: Limits(
      hiddenLayers: LiveLimits.hiddenLayers, seeds: LiveLimits.seeds,
      fewestPanels: LiveLimits.panels.lowerBound, panels: LiveLimits.panels.upperBound,
      slowest: LiveLimits.stepsPerSecond.lowerBound, fastest: LiveLimits.stepsPerSecond.upperBound,
      uploadBytes: LiveLimits.uploadBytes))
}
