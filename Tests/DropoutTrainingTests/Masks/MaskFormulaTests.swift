import Testing

@testable import DropoutTraining

struct MaskFormulaTests {
  private func matrix(
    _ policy: MaskPolicy, seed: UInt64 = 1, layer: Int = 1, keep: Double = 0.5, batch: Int = 12,
    units: Int = 37, step: Int = 0
  ) -> [[UInt8]] {
    let flat = MaskFormula(policy: policy, seed: seed).matrix(
      layer: layer, keep: KeepProbability(keep), batchSize: batch, units: units, step: step,
      epoch: step / 4)
    return (0..<batch).map { Array(flat[$0 * units..<($0 + 1) * units]) }
  }

  /// The mask's definition, block by block through the scalar generator.
  private func naive(
    _ policy: MaskPolicy, seed: UInt64, layer: Int, keep: Double, batch: Int, units: Int, step: Int
  ) -> [[UInt8]] {
    let key = RandomKey(seed: seed).folding(.masks, layer: layer).words
    let draw = policy.draw(step: step, epoch: step / 4)
    let group = policy.rowsPerMask(batchSize: batch)
    return (0..<batch).map { row in
      (0..<units).map { unit in
        let block = Philox.block(
          counter: SIMD4(
            UInt32(unit / 8), UInt32(row / group), UInt32(truncatingIfNeeded: draw),
            UInt32(truncatingIfNeeded: draw >> 32)), key: key)
        let word = block[unit % 8 / 2]
        let half = unit % 2 == 0 ? word & 0xffff : word >> 16
        return half < KeepProbability(keep).threshold ? 1 : 0
      }
    }
  }

  @Test(arguments: [
    "per-example", "per-group:5", "per-batch", "frozen/per-example", "every:3/per-batch",
    "per-epoch/per-group:2",
  ])
  func kernelsDrawWhatTheFormulaSays(text: String) throws {
    let policy = try #require(MaskPolicy(text))
    for units in [1, 2, 7, 8, 9, 15, 16, 17, 31, 127, 128, 129, 300] {
      for batch in [1, 2, 3, 15, 16, 17, 40] {
        let step = units % 11
        let drawn = matrix(
          policy, seed: 3, layer: 2, keep: 0.86, batch: batch, units: units, step: step)
        let expected = naive(
          policy, seed: 3, layer: 2, keep: 0.86, batch: batch, units: units, step: step)
        #expect(drawn == expected, "\(units) units, \(batch) rows")
      }
    }
  }

  @Test func sharingIsRowByRow() {
    let shared = matrix(.perBatch)
    #expect(shared.allSatisfy { $0 == shared[0] })
    let groups = matrix(MaskPolicy(.perGroup(size: 4)))
    for row in 0..<12 { #expect(groups[row] == groups[row / 4 * 4]) }
    #expect(groups[0] != groups[4] && groups[4] != groups[8])
    #expect(Set(matrix(.perExample)).count == 12)
  }

  @Test func renewalDecidesWhichStepsShare() {
    #expect(matrix(.perExample, step: 0) != matrix(.perExample, step: 1))
    let frozen = MaskPolicy(.perExample, .frozen)
    #expect(matrix(frozen, step: 0) == matrix(frozen, step: 999))
    let every = MaskPolicy(.perBatch, .every(steps: 3))
    #expect(matrix(every, step: 0) == matrix(every, step: 2))
    #expect(matrix(every, step: 2) != matrix(every, step: 3))
    let epoch = MaskPolicy(.perExample, .perEpoch)
    #expect(matrix(epoch, step: 4) == matrix(epoch, step: 7))
    #expect(matrix(epoch, step: 7) != matrix(epoch, step: 8))
  }

  @Test func seedLayerAndUnitDecide() {
    #expect(matrix(.perExample, seed: 1) == matrix(.perExample, seed: 1))
    #expect(matrix(.perExample, seed: 1) != matrix(.perExample, seed: 2))
    #expect(matrix(.perExample, layer: 1) != matrix(.perExample, layer: 2))
    // A wider layer does not change the units it has in common with a narrower one.
    let narrow = matrix(.perExample, units: 20)
    let wide = matrix(.perExample, units: 50)
    for row in 0..<12 { #expect(narrow[row] == Array(wide[row].prefix(20))) }
  }

  // Four standard deviations of a binomial share: each of the 5 rates a false alarm in 16,000.
  @Test(arguments: [0.02, 0.3, 0.5, 0.86, 0.99])
  func unitsSurviveAtTheRealisedRate(keep: Double) {
    let rows = matrix(.perExample, seed: 11, keep: keep, batch: 200, units: 200)
    let share = Double(rows.joined().reduce(0) { $0 + Int($1) }) / 40_000
    let rate = KeepProbability(keep).realised
    #expect(abs(rate - keep) <= 1.0 / 131_072)
    #expect(abs(share - rate) < 4 * (rate * (1 - rate) / 40_000).squareRoot())
  }

  /// What rounds to 0 of 65,536 would drop every unit, and what rounds to all of them none.
  @Test(arguments: [
    (1e-300, false), (1e-9, false), (1e-6, false), (7.6e-6, false), (7.7e-6, true), (0.00001, true),
    (0.5, true), (0.99999, true), (0.999999999, false), (1, true), (0, false), (1.1, false),
    (.nan, false), (-0.5, false),
  ])
  func keepProbabilitiesDropSomeAndKeepSome(keep: Double, isRealisable: Bool) {
    #expect(KeepProbability.isRealisable(keep) == isRealisable)
    guard isRealisable else { return }
    #expect((KeepProbability(keep).realised == 1) == (keep == 1))
    #expect(abs(KeepProbability(keep).realised - keep) <= 0x1p-17)
  }

  @Test func keepingAllIsTheIdentity() {
    #expect(matrix(.perExample, keep: 1).joined().allSatisfy { $0 == 1 })
    #expect(matrix(.none, keep: 0.5).joined().allSatisfy { $0 == 1 })
  }

  // Unrelated masks agree in about half of their units at keep .5; 37 × 12 = 444 units.
  @Test func unrelatedMasksAgreeByChanceOnly() {
    let one = matrix(.perExample, seed: 21).flatMap { $0 }
    let other = matrix(.perExample, seed: 22).flatMap { $0 }
    let agreement = Double(zip(one, other).filter { $0 == $1 }.count) / 444
    #expect(abs(agreement - 0.5) < 4 * (0.25 / 444.0).squareRoot())
  }

  /// Nor do the masks of an evaluation repeat those that its training saw.
  @Test func monteCarloMasksAreNotThoseOfTheTraining() {
    let half = KeepProbability(0.5)
    let training = MaskFormula(policy: .perExample, seed: 21)
    let sampling = MaskFormula(policy: .perExample, seed: 21, purpose: .monteCarlo)
    let both = [training, sampling].map {
      $0.matrix(layer: 1, keep: half, batchSize: 12, units: 37, step: 3, epoch: 0)
    }
    let agreement = Double(zip(both[0], both[1]).count { $0 == $1 }) / 444
    #expect(abs(agreement - 0.5) < 4 * (0.25 / 444.0).squareRoot())
  }
}
