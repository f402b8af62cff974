/// The version and the instruction set of the engine that trains networks.
public enum Engine {
  /// The engine's version: it changes whenever the same plan and seed could give different bits. Part of
  /// every run's identity in the store.
  public static let version = "4"

  /// The last sentence of every page that is saved.
  package static let madeWith = "Made with engine \(version)."

  /// The instruction sets that this machine can run.
  public static var instructionSets: [String] { Kernels.instructionSets }

  /// The instruction set in use on this machine; it changes no bit of any result.
  public static var instructionSet: String { Kernels.instructionSet }
}
