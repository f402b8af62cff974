import DropoutStatistics
import DropoutTraining

/// The settings that the reproductions of Srivastava et al. 2014 have in common.
enum Srivastava {
  static let source =
    "Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov 2014, JMLR 15:1929–1958"
  static let needs = "MNIST (dropout data fetch mnist)"

  /// The common settings: MNIST, batches of 100, momentum that rises to 0.95, a rate that halves ten times.
  ///
  /// - Parameter steps: Steps of a training; the paper trains for 1,000,000.
  static func base(steps: Int) -> [String] {
    [
      "data.name=mnist", "network.initialisation=he", "training.batch=100",
      "training.steps=\(steps)", "training.optimizer=momentum", "training.learning-rate=0.05",
      "training.momentum=0.95", "training.momentum-start=0.5",
      "training.momentum-ramp=\(steps / 10)", "training.schedule=exponential",
      "training.schedule-steps=\(max(1, steps / 6))", "training.schedule-factor=0.5",
    ]
  }

  /// The description of ``base(steps:)`` on a page.
  static func settings(steps: Int) -> [String] {
    [
      "MNIST as it comes: 60,000 training and 10,000 test examples, pixels 0…1; no validation set, the "
        + "test error after the last step.",
      "\(NumberText.count(steps)) steps with batches of 100 (\(steps / 600) epochs; the paper trains "
        + "1,000,000 steps), momentum 0.5 rising to 0.95, learning rate 0.05 halved every "
        + "\(NumberText.count(steps / 6)) steps, He initialisation.",
    ]
  }

  /// The keep probabilities for a number of hidden layers: 0.8 for the input, 0.5 for each of them.
  static func keep(hidden: Int, input: Double = 0.8, _ keep: Double = 0.5) -> String {
    "dropout.keep=[\(input), "
      + [String](repeating: "\(keep)", count: hidden).joined(separator: ", ") + "]"
  }

  /// The widths of a network for MNIST with these hidden layers.
  static func network(_ hidden: [Int]) -> String {
    "network.layers=[" + ([784] + hidden + [10]).map { "\($0)" }.joined(separator: ", ") + "]"
  }
}
