@testable import DropoutLab
import DropoutStatistics
import Testing
import TestSupport

struct ScoreComparisonTests {
  private static let none = [0.910, 0.905, 0.921, 0.899, 0.915, 0.908, 0.912, 0.903]
  private static let drop = [0.922, 0.911, 0.930, 0.913, 0.921, 0.925, 0.919, 0.917]

  private func sheet(
    _ arms: [(String, seeds: [String]?, scores: [Double])], dataset: String? = nil,
    metric: ScoreMetric = ScoreMetric(name: "accuracy", higherIsBetter: true, unit: .share)
  ) -> ScoreSheet {
    ScoreSheet(
      dataset: dataset, metric: metric,
      arms: arms.map { ArmScores(arm: $0.0, seeds: $0.seeds, scores: $0.scores) })
  }

  private func pair(
    _ a: [Double], _ b: [Double], seeds: ([Int]?, [Int]?) = (nil, nil),
    metric: ScoreMetric = ScoreMetric(name: "accuracy", higherIsBetter: true, unit: .share),
    _ change: (inout ScoreComparison.Question) -> Void = { _ in }
  ) throws -> ScorePair {
    var question = ScoreComparison.Question()
    change(&question)
    let sheet = sheet(
      [
        ("none", seeds: seeds.0?.map(String.init), scores: a),
        ("drop", seeds: seeds.1?.map(String.init), scores: b),
      ], metric: metric)
    return try #require(try ScoreComparison([sheet], question).pairs.first)
  }

  /// SciPy: `ttest_rel`, `wilcoxon`, and `permutation_test((a, b), lambda x, y: numpy.mean(x - y),
  /// permutation_type="samples")`.
  @Test func pairedFiguresAreSciPys() throws {
    let pair = try pair(Self.none, Self.drop, seeds: (Array(1...8), Array(1...8)))
    #expect(pair.isPaired && pair.runsOfA == 8 && pair.verdict == .bBetter)
    expectClose(pair.meanDifference, -0.010625)
    expectClose(pair.p, 2.0 / 256)
    expectClose(pair.tTestP, 0.00018636261439927357)
    expectClose(pair.wilcoxonP, 0.0078125)
    #expect(pair.wins == 0 && pair.ties == 0 && pair.losses == 8)
    #expect(pair.probabilityOfSuperiority == 0)
    #expect(
      pair.sentence.hasPrefix(
        "drop is better than none: its accuracy is 0.011 higher (95 % interval 0.0"),
      "\(pair.sentence)")
    #expect(pair.sentence.hasSuffix("p 0.008, 8 paired seeds)."), "\(pair.sentence)")
  }

  /// SciPy: `ttest_ind(equal_var=False)` with its `confidence_interval()`, `mannwhitneyu`, and the test of
  /// `UnpairedPermutationTestTests`.
  @Test func unpairedFiguresAreSciPys() throws {
    let pair = try pair(Self.none, Self.drop)
    #expect(!pair.isPaired && pair.verdict == .bBetter && pair.wins == nil)
    expectClose(pair.p, 0.00808080808080808)
    expectClose(pair.tTestP, 0.006355259104600636)
    expectClose(pair.interval?.low, -0.017727056291644436)
    expectClose(pair.interval?.high, -0.0035229437083557774)
    expectClose(pair.probabilityOfSuperiority, 0.1171875)
    #expect(pair.sentence.contains("(unpaired, Welch's 95 % interval 0.00"), "\(pair.sentence)")
    #expect(pair.sentence.hasSuffix("8 and 8 runs)."))
  }

  /// The same scores in a metric of which lower is better, and with the arms exchanged.
  @Test(arguments: [true, false])
  func directionsMirrorTheVerdict(paired: Bool) throws {
    let seeds: ([Int]?, [Int]?) = paired ? (Array(1...8), Array(1...8)) : (nil, nil)
    let loss = ScoreMetric(name: "loss", higherIsBetter: false)
    let up = try pair(Self.none, Self.drop, seeds: seeds)
    let down = try pair(Self.none, Self.drop, seeds: seeds, metric: loss)
    #expect(up.winner == "drop" && down.winner == "none")
    #expect(up.interval == down.interval && up.holmP == down.holmP)
    #expect(down.sentence.contains("its loss is 0.011 lower"), "\(down.sentence)")
    let turned = try pair(Self.drop, Self.none, seeds: seeds)
    #expect(turned.verdict == .aBetter && turned.meanDifference == up.meanDifference.map { -$0 })
  }

  @Test func runsArePairedOverTheSeedsThatBothHave() throws {
    let pair = try pair(
      Self.none, Self.drop, seeds: (Array(1...8), [3, 4, 5, 6, 7, 8, 9, 10]))
    #expect(pair.isPaired && pair.runsOfA == 6 && pair.leftOutOfA == 2 && pair.leftOutOfB == 2)
    expectClose(
      pair.meanDifference,
      Descriptive.mean(Array(Self.none[2...])) - Descriptive.mean(Array(Self.drop[..<6])))
    #expect(
      pair.sentence.hasSuffix(
        "Left out, as the other arm does not have the seed: 2 runs of none and 2 runs of drop."))
    let disjoint = try self.pair(Self.none, Self.drop, seeds: (Array(1...8), Array(11...18)))
    #expect(!disjoint.isPaired && disjoint.leftOutOfA == 0)
    let forced = try self.pair(Self.none, Self.drop, seeds: (Array(1...8), Array(1...8))) {
      $0.unpaired = true
    }
    #expect(!forced.isPaired)
  }

  @Test func runsWithoutAScoreForbidAVerdict() throws {
    for seeds in [(Array(1...8), Array(1...8)), nil] {
      let pair = try pair(
        Self.none, Array(Self.drop[..<7]) + [.nan], seeds: (seeds?.0, seeds?.1))
      #expect(pair.verdict == .cannotTell && pair.withoutScore == 1)
      #expect(pair.sentence.contains("Left out, so that no verdict is given: 1 of"))
    }
  }

  @Test func tooFewRunsAreSaidToBeTooFew() throws {
    let five = try pair(
      Array(Self.none[..<5]), Array(Self.drop[..<5]), seeds: (Array(1...5), Array(1...5)))
    #expect(five.sentence.hasSuffix("5 seeds can never reach p < 0.05: at least 6 are needed."))
    let three = try pair(Array(Self.none[..<3]), Array(Self.drop[..<3]))
    #expect(
      three.sentence.contains(
        "3 and 3 runs can never reach p < 0.05: at least 4 of each are needed"))
    let one = try pair([0.9], [0.95], seeds: ([1], [1]))
    #expect(one.sentence.contains("one seed cannot tell a difference from luck"))
    let same = try pair(Self.none, Self.none, seeds: (Array(1...8), Array(1...8)))
    #expect(same.verdict == .identical)
  }

  @Test func allPairsAreCorrectedTogether() throws {
    let seeds = (1...8).map(String.init)
    let sheet = sheet([
      ("none", seeds: seeds, scores: Self.none), ("drop", seeds: seeds, scores: Self.drop),
      ("other", seeds: seeds, scores: Self.none.map { $0 + 0.001 }),
    ])
    let all = try ScoreComparison([sheet]).pairs
    #expect(all.map { "\($0.a) \($0.b)" } == ["none drop", "none other", "drop other"])
    #expect(all.compactMap(\.holmP) == MultipleTesting.holm(all.compactMap(\.p)))
    var question = ScoreComparison.Question()
    question.baseline = "none"
    let each = try ScoreComparison([sheet], question).pairs
    #expect(each.map { "\($0.a) \($0.b)" } == ["drop none", "other none"])
    #expect(each.compactMap(\.holmP) == MultipleTesting.holm(each.compactMap(\.p)))
    question.baseline = "nobody"
    #expect(throws: ScoreError.self) { try ScoreComparison([sheet], question) }
  }

  /// SciPy: `scipy.stats.friedmanchisquare(*zip(*rows))`, `studentized_range.isf(.05, 3, inf) / sqrt(2) * sqrt(k(k+1)/(6n))`.
  @Test func ranksOverDataSetsAreSciPys() throws {
    let rows = [
      [0.81, 0.83, 0.79], [0.70, 0.74, 0.71], [0.90, 0.93, 0.89], [0.66, 0.69, 0.60],
      [0.77, 0.80, 0.75],
      [0.85, 0.88, 0.86], [0.59, 0.64, 0.58], [0.93, 0.94, 0.92],
    ]
    let sheets = rows.enumerated().map { number, row in
      sheet(
        zip(["a", "b", "c"], row).map { ($0, seeds: ["1"], scores: [$1]) },
        dataset: "set \(number)")
    }
    let ranks = try #require(try ScoreComparison(sheets).overall.first)
    #expect(ranks.averageRanks == [2.25, 1, 2.75])
    expectClose(ranks.chiSquare, 13)
    expectClose(ranks.p, 0.0015034391929775717)
    expectClose(ranks.criticalDifference, 1.1718502931892045, absolute: 1e-6)
    #expect(ranks.pairs.map(\.winner) == ["b", nil, "b"])
    expectClose(ranks.pairs[0].p, 0.03324180346949901, absolute: 1e-6)
    var question = ScoreComparison.Question()
    question.baseline = "a"
    let against = try #require(try ScoreComparison(sheets, question).overall.first)
    // 2·norm.sf(z) for z = 1.25/√(12/48) and 0.5/√(12/48), then Holm.
    expectClose(against.pairs[0].p, 2 * 0.012419330651552265, absolute: 1e-9)
    expectClose(against.pairs[1].p, 0.31731050786291415, absolute: 1e-9)
  }

  @Test func fewDataSetsCannotTell() throws {
    let sheets = (0..<3).map { number in
      sheet(
        [
          ("a", seeds: ["1"], scores: [0.5]),
          ("b", seeds: ["1"], scores: [0.6 + Double(number) / 100]),
          ("c", seeds: ["1"], scores: [0.7]),
        ], dataset: "set \(number)")
    }
    let ranks = try #require(try ScoreComparison(sheets).overall.first)
    #expect(ranks.pairs.compactMap(\.winner).count <= 1)
    let two = sheets.map { sheet in
      ScoreSheet(dataset: sheet.dataset, metric: sheet.metric, arms: Array(sheet.arms[..<2]))
    }
    let pair = try #require(try ScoreComparison(two).overall.first)
    #expect(pair.pairs.map(\.winner) == [nil])
    #expect(
      pair.sentences[0].hasSuffix("3 data sets can never reach p < 0.05: at least 6 are needed."))
  }

  /// Looking at a file after every seed decides at the same seed as one look at the whole file.
  @Test(arguments: SequentialComparison.Assumption.allCases)
  func decisionsDoNotDependOnTheLooks(assumption: SequentialComparison.Assumption) throws {
    let a = (0..<60).map { 0.5 + 0.01 * Double($0 % 7) }
    let b = (0..<60).map { 0.75 + 0.012 * Double($0 % 5) }
    func look(_ seeds: Int) throws -> ScorePair {
      try pair(
        Array(a[..<seeds]), Array(b[..<seeds]), seeds: (Array(0..<seeds), Array(0..<seeds))
      ) { $0.anytime = assumption }
    }
    let whole = try look(60)
    #expect(whole.verdict == .bBetter && whole.runsOfA < 60 && whole.holmP == nil)
    for seeds in [2, whole.runsOfA - 1, whole.runsOfA, whole.runsOfA + 1, 59] {
      let pair = try look(seeds)
      if seeds < whole.runsOfA {
        #expect(pair.verdict == .cannotTell && pair.runsOfA == seeds)
      } else {
        #expect(pair == whole)
      }
    }
    #expect(whole.sentence.contains("decided after \(whole.runsOfA) paired seeds"))
  }

  @Test func anytimeNeedsBoundsAndPairs() throws {
    let loss = ScoreMetric(name: "loss", higherIsBetter: false)
    #expect(throws: ScoreError.unbounded(metric: "loss")) {
      try pair([1, 2], [2, 3], seeds: ([1, 2], [1, 2]), metric: loss) {
        $0.anytime = .noRareExtremes
      }
    }
    #expect(throws: ScoreError.anytimeUnpaired(a: "none", b: "drop")) {
      try pair([0.1, 0.2], [0.2, 0.3]) { $0.anytime = .noRareExtremes }
    }
    // The betting intervals of scores in 0…1 are those of the same scores in percent, scaled.
    let percent = ScoreMetric(name: "accuracy", higherIsBetter: true, unit: .percent)
    let seeds = Array(0..<20)
    let a = seeds.map { 0.5 + 0.01 * Double($0 % 7) }
    let share = try pair(a, a.map { $0 + 0.3 }, seeds: (seeds, seeds)) { $0.anytime = .some(.none) }
    let points = try pair(
      a.map { 100 * $0 }, a.map { 100 * ($0 + 0.3) }, seeds: (seeds, seeds), metric: percent
    ) { $0.anytime = .some(.none) }
    #expect(share.runsOfA == points.runsOfA)
    expectClose(
      share.interval.map { 100 * $0.low }, try #require(points.interval).low, absolute: 1e-6)
  }
}
