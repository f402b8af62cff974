/// The engine that trains.
public enum Engine {
  /// Changes whenever the same plan and seed could give other bits than before; part of every run's
  /// identity in the store.
  public static let version = "4"

  /// The last sentence of every page that is kept.
  package static let madeWith = "Made with engine \(version)."

  /// The instruction sets that this machine can run.
  public static var instructionSets: [String] { Kernels.instructionSets }

  /// The instruction set in use on this machine; it does not change a bit of any result.
  public static var instructionSet: String { Kernels.instructionSet }
}
