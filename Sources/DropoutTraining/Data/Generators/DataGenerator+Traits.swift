extension DataGenerator {
  /// The generator's defaults and the options it accepts.
  public var traits: GeneratorTraits {
    switch self {
    case .football: FootballField.traits
    case .moons: Moons.traits
    case .circles: ConcentricCircles.traits
    case .xor: ExclusiveOr.traits
    case .gaussians: GaussianClusters.traits
    case .spirals: SpiralArms.traits
    case .teacher: TeacherNetwork.traits
    case .randomWalks: RandomWalks.traits
    case .glyphs: Glyphs.traits
    case .sine: Sine.traits
    case .friedman: Friedman.traits
    }
  }
}
