import DropoutTraining
import Testing

@testable import DropoutLab

struct SweepTests {
  private func axes(_ texts: String...) throws -> [SweepAxis] {
    try texts.map { try SweepAxis($0, source: "--vary") }
  }

  private func random(_ count: Int, seed: UInt64, _ axes: [SweepAxis]) throws -> [Sweep.Setting] {
    try Sweep(
      base: PlanSettings(), axes: axes, sampling: .random(count: count, seed: seed)
    ).settings
  }

  @Test func aGridHasEveryCombinationTheLastAxisFastest() throws {
    let axes = try axes("batch=8,0", "keep=0.5,0.86,1", "data=moons,xor")
    let sweep = try Sweep(base: PlanSettings(), axes: axes, sampling: .grid)
    #expect(sweep.settings.map(\.number) == Array(1...12))
    #expect(Set(sweep.settings.map(\.values)).count == 12)
    #expect(sweep.text(sweep.settings[0]) == "batch 8, keep 0.5, moons")
    #expect(sweep.text(sweep.settings[1]) == "batch 8, keep 0.5, xor")
    #expect(sweep.text(sweep.settings[11]) == "batch all, keep 1, xor")
  }

  /// One sentence over all settings speaks of one moment.
  @Test func settingsAreJudgedAtOneMoment() throws {
    func cases(_ base: [String]) throws -> [SweepCase] {
      var settings = PlanSettings()
      for assignment in base + ["data.train=40", "data.test=20", "training.steps=10"] {
        try settings.merge(assignment: assignment)
      }
      return try Sweep(
        base: settings, axes: axes("data.validation=0,0.25"), sampling: .grid
      ).cases()
    }
    #expect {
      try cases([])
    } throws: {
      "\($0)".contains("comparison.moment=last")
    }
    #expect(try cases(["comparison.moment=last"]).map(\.plan.moment) == [.last, .last])
  }

  @Test func aLargerSampleBeginsWithASmallerOne() throws {
    let axes = try axes("learning-rate=0.01..1", "keep=0.5..0.95", "data=moons,xor,circles")
    let (few, many) = (try random(5, seed: 3, axes), try random(50, seed: 3, axes))
    #expect(Array(many.prefix(5)) == few)
    #expect(try random(5, seed: 4, axes) != few)
    #expect(Set(many.map(\.values)).count == 50)
  }

  @Test func rangesStayInBoundsAndRatesSpreadOverPowersOfTen() throws {
    let settings = try random(
      400, seed: 1, axes("learning-rate=0.01..1", "keep=0.5..0.9", "batch=4..256"))
    let rates = settings.compactMap { $0.values[0].asNumber }
    #expect(rates.allSatisfy { (0.01...1).contains($0) })
    // Half below the geometric middle: 200 ± 40 is 4 standard deviations, a false alarm in 16,000.
    #expect(abs(rates.count { $0 < 0.1 } - 200) <= 40)
    #expect(settings.compactMap { $0.values[1].asNumber }.allSatisfy { (0.5...0.9).contains($0) })
    #expect(settings.allSatisfy { $0.values[2].asInteger.map((4...256).contains) == true })
    // Three digits are enough to read and to type.
    #expect(rates.allSatisfy { "\($0)".count <= 7 })
  }

  @Test(arguments: [
    "keep", "keep=", "keep=a", "keep=0.5,0.5", "keep=0.9..0.5", "learning-rate=0..1", "foo=1",
    "comparison.seeds=3", "width=0", "depth=1.5", "learning-rate=0.1..",
  ])
  func badAxesAreRefused(text: String) {
    #expect(throws: PlanError.self) { try SweepAxis(text, source: "--vary") }
  }

  @Test func aGridTakesNoRangeAndNoAxisTwice() throws {
    let range = try axes("keep=0.5..0.9")
    #expect(throws: PlanError.self) {
      try Sweep(base: PlanSettings(), axes: range, sampling: .grid)
    }
    let twice = try axes("keep=0.5", "dropout.keep=0.6")
    #expect(throws: PlanError.self) {
      try Sweep(base: PlanSettings(), axes: twice, sampling: .grid)
    }
  }

  @Test func widthAndDepthMakeTheHiddenLayers() throws {
    var base = PlanSettings()
    try base.merge(assignment: "data.name=glyphs")
    try base.merge(assignment: "data.train=20")
    try base.merge(assignment: "data.test=20")
    let both = try Sweep(base: base, axes: axes("width=7", "depth=3"), sampling: .grid)
    #expect(try both.cases()[0].plan.training.network.layers == [784, 7, 7, 7, 10])
    let width = try Sweep(base: base, axes: axes("width=7"), sampling: .grid)
    #expect(try width.cases()[0].plan.training.network.layers == [784, 7, 7, 10])
    let none = try Sweep(base: base, axes: [], sampling: .grid)
    #expect(try none.cases()[0].plan.training.network.layers == [784, 20, 3, 10])
  }

  @Test func aSettingCountsOnce() throws {
    let drawn = try Sweep(
      base: PlanSettings(), axes: axes("batch=8,16"), sampling: .random(count: 20, seed: 1))
    #expect(try drawn.cases().map(\.text).sorted() == ["batch 16", "batch 8"])
    // 211 examples are all there are.
    let same = try Sweep(base: PlanSettings(), axes: axes("batch=0,211"), sampling: .grid)
    #expect(try same.cases().map(\.text) == ["batch all"])
    for pair in [["steps=5,6", "epochs=1,2"], ["network.layers=2-3-1", "width=3"]] {
      let axes = try pair.map { try SweepAxis($0, source: "--vary") }
      #expect(throws: PlanError.self) {
        try Sweep(base: PlanSettings(), axes: axes, sampling: .grid)
      }
    }
  }

  @Test func aFaultySettingIsNamed() throws {
    let sweep = try Sweep(
      base: PlanSettings(), axes: axes("batch=8,400"), sampling: .grid)
    let error = #expect(throws: PlanError.self) { try sweep.cases() }
    #expect(error?.description.contains("setting 2 (batch 400)") == true)
  }
}
