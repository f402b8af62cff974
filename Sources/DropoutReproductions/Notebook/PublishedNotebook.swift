import DropoutStatistics
import DropoutTraining

/// The numbers that the notebook prints.
struct PublishedNotebook {
  /// The name of the training.
  let name: String
  /// The training.
  let training: NotebookTraining
  /// The printed costs at 0, 10,000 and 20,000; "…" stands for digits that are not known.
  var costs: [String] = []
  /// The printed accuracies on the training and the test examples.
  var accuracies: [String] = []

  static let all = [
    PublishedNotebook(
      name: "no regularisation", training: NotebookTraining(),
      costs: ["0.6557412523481002", "0.163299875257…", "0.138516424233…"],
      accuracies: ["0.947867298578", "0.915"]),
    PublishedNotebook(
      name: "L2, λ .7", training: NotebookTraining(lambda: 0.7),
      costs: ["0.6974484493131264", "0.2684918873282239", "0.2680916337127301"],
      accuracies: ["0.938388625592", "0.93"]),
    PublishedNotebook(
      name: "dropout .86 as it stands",
      training: NotebookTraining(policy: MaskPolicy(.perExample, .frozen)),
      costs: ["0.6543912405149825", "0.0610169865749056", "0.060582435798513114"],
      accuracies: ["0.928909952607", "0.95"]),
  ]

  /// Whether the data are the course's: the cost of the first step without dropout to ten digits.
  static func isCourseFile(firstCost: Double) -> Bool {
    abs(firstCost - 0.6557412523481002) < 0.5e-10
  }
}

/// Table rows with every printed number beside ours.
struct DigitTable {
  let isCourseFile: Bool

  func rows(
    _ printed: PublishedNotebook, _ outcome: NotebookTraining.Outcome
  ) -> [ReproductionTable.Row] {
    let quantities =
      outcome.costs.indices.map { index in
        "cost at \(NumberText.count(index * printed.training.costInterval))"
      } + ["train accuracy", "test accuracy"]
    let published: [String?] = printed.costs + printed.accuracies
    let ours = outcome.costs + [outcome.trainAccuracy, outcome.testAccuracy]
    return quantities.indices.map { index in
      let text = isCourseFile && published.count == ours.count ? published[index] : nil
      return ReproductionTable.Row(
        labels: [printed.name, quantities[index]], published: text, ours: ours[index],
        remark: text.map { Self.agreement($0, ours[index]) } ?? "", form: .allDigits)
    }
  }

  /// One sentence per training.
  func findings(
    _ printed: [PublishedNotebook], _ outcomes: [NotebookTraining.Outcome]
  ) -> [String] {
    guard isCourseFile else { return [] }
    return zip(printed, outcomes).map { printed, outcome in
      let costs = zip(printed.costs, outcome.costs).map { Self.sharedDecimals($0, $1) }
      let accuracies = zip(printed.accuracies, [outcome.trainAccuracy, outcome.testAccuracy])
        .allSatisfy { Self.sharedDecimals($0, $1) >= Self.decimals($0) }
      return "\(printed.name): the costs come back to at least \(costs.min() ?? 0) decimals, the "
        + "accuracies \(accuracies ? "exactly" : "do not come back")."
    }
  }

  private static func agreement(_ published: String, _ ours: Double) -> String {
    let (shared, all) = (sharedDecimals(published, ours), decimals(published))
    return shared >= all
      ? "all digits" : shared > 0 ? "\(shared) decimal\(shared == 1 ? "" : "s")" : "another value"
  }

  private static func decimals(_ published: String) -> Int {
    (published.split(separator: ".").last?.count { $0.isNumber }) ?? 0
  }

  /// The number of decimals in which a value agrees with a printed number.
  static func sharedDecimals(_ published: String, _ value: Double) -> Int {
    let all = decimals(published)
    guard let number = Double(published.filter { $0 != "…" }) else { return 0 }
    let isCut = published.hasSuffix("…")
    var (shared, step) = (0, 1.0)
    while shared < all {
      step /= 10
      // The last known digit of a cut number may be short by nearly one.
      let slack = shared + 1 == all && isCut ? 1.0 : 0.5
      guard abs(number - value) <= slack * step else { break }
      shared += 1
    }
    return shared
  }
}
