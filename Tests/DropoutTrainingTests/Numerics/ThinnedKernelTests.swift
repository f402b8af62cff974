import CKernels
import DropoutTraining
import Foundation
import Testing

/// The kernel of thinned networks on every instruction set, against loops in Double.
struct ThinnedKernelTests {
  private struct Case {
    let networks: Int
    let classes: Int
    let points: Int
    let isSigmoid: Bool
    var ld: Int { KernelSupport.padded(points) + 16 }
    var sumRows: Int { isSigmoid ? 3 : 2 * classes }
    let a, b, weights: [Float]
    let labels: [Int32]

    init(networks: Int, classes: Int, points: Int, isSigmoid: Bool) {
      self.networks = networks
      self.classes = classes
      self.points = points
      self.isSigmoid = isSigmoid
      let ld = KernelSupport.padded(points) + 16
      a = KernelSupport.numbers(classes * ld, seed: 1).map { 3 * $0 }
      b = KernelSupport.numbers(networks * classes * ld, seed: 2).map { 2 * $0 }
      weights = KernelSupport.numbers(networks, seed: 3).map { abs($0) }
      labels = (0..<KernelSupport.padded(points)).map { Int32($0 * 7 % max(classes, 2)) }
    }

    func logit(_ network: Int, _ output: Int, _ point: Int) -> Double {
      Double(a[output * ld + point] + b[(network * classes + output) * ld + point])
    }
  }

  private struct Outcome: Equatable {
    let losses: [UInt32]
    let wrong: [UInt32]
    let sums: [UInt64]
  }

  private func run(_ test: Case, on name: String) -> Outcome {
    let (a, b) = (KernelBlock(test.a), KernelBlock(test.b))
    let (weights, labels) = (KernelBlock(test.weights), KernelBlock(test.labels))
    let (losses, wrong) = (
      KernelBlock<Float>(-1, count: test.networks), KernelBlock<UInt32>(99, count: test.networks)
    )
    let sums = KernelBlock<Double>(1, count: test.sumRows * test.ld)
    let room = KernelBlock<Float>(.nan, count: test.sumRows * test.ld + 16 * test.classes)
    var arguments = unsafe ck_thinned(
      classes: test.classes, points: test.points, ld: test.ld, networks: test.networks,
      a: a.pointer, b: b.pointer, weights: weights.pointer, labels: labels.pointer, factor: 0.5,
      sums: sums.pointer, room: room.pointer, losses: losses.pointer, wrong: wrong.pointer)
    unsafe KernelSupport.table(name).thinned(test.isSigmoid ? 1 : 0, &arguments)
    return Outcome(
      losses: losses.bits, wrong: wrong.values,
      sums: (0..<test.sumRows).flatMap { row in
        (0..<test.points).map { sums[row * test.ld + $0].bitPattern }
      })
  }

  /// The same in Double; sums begin at 1.
  private func expected(_ test: Case) -> (losses: [Double], wrong: [UInt32], sums: [Double]) {
    var losses = [Double](repeating: 0, count: test.networks)
    var wrong = [UInt32](repeating: 0, count: test.networks)
    var sums = [Double](repeating: 1, count: test.sumRows * test.points)
    for network in 0..<test.networks {
      for point in 0..<test.points {
        let logits = (0..<test.classes).map { test.logit(network, $0, point) }
        let label = Int(test.labels[point])
        let scores = test.isSigmoid ? [0, logits[0]] : logits
        let top = scores.max() ?? 0
        let total = scores.reduce(0) { $0 + exp($1 - top) }
        losses[network] += log(total) + top - scores[label]
        wrong[network] += scores.firstIndex(of: top) == label ? 0 : 1
        let rows = logits + scores.map { exp($0 - top) / total }
        for (row, number) in rows.enumerated() {
          sums[row * test.points + point] += 0.5 * Double(test.weights[network]) * number
        }
      }
    }
    return (losses, wrong, sums)
  }

  @Test(arguments: KernelSupport.instructionSets)
  func networksFollowTheLoop(name: String) {
    for (networks, classes, points) in [
      (1, 1, 1), (3, 1, 16), (64, 1, 128), (5, 1, 33), (2, 2, 15), (1, 3, 17), (7, 10, 40),
      (4, 17, 50),
    ] {
      let test = Case(
        networks: networks, classes: classes, points: points, isSigmoid: classes == 1)
      let outcome = run(test, on: name)
      #expect(outcome == run(test, on: "portable"), "\(networks) × \(classes) × \(points)")
      let expected = expected(test)
      #expect(outcome.wrong == expected.wrong)
      for (got, want) in zip(outcome.losses, expected.losses) {
        #expect(abs(Double(Float(bitPattern: got)) - want) < 1e-5 * max(1, want))
      }
      #expect(outcome.sums.count == expected.sums.count)
      for (got, want) in zip(outcome.sums, expected.sums) {
        #expect(abs(Double(bitPattern: got) - want) < 1e-5 * max(1, abs(want)))
      }
    }
  }

  /// Equal logits name the first class, and a logit of 0 names class 0.
  @Test(arguments: KernelSupport.instructionSets)
  func tiesNameTheFirst(name: String) {
    for classes in [1, 3] {
      let size = classes * 16
      let (a, b) = (KernelBlock<Float>(2, count: size), KernelBlock<Float>(-2, count: size))
      let labels = KernelBlock<Int32>((0..<16).map { Int32($0 % max(classes, 2)) })
      let weights = KernelBlock<Float>([1])
      let (losses, wrong) = (KernelBlock<Float>([0]), KernelBlock<UInt32>([0]))
      let sums = KernelBlock<Double>(0, count: 6 * 16)
      let room = KernelBlock<Float>(0, count: 9 * 16)
      var arguments = unsafe ck_thinned(
        classes: classes, points: 12, ld: 16, networks: 1, a: a.pointer, b: b.pointer,
        weights: weights.pointer, labels: labels.pointer, factor: 1, sums: sums.pointer,
        room: room.pointer, losses: losses.pointer, wrong: wrong.pointer)
      unsafe KernelSupport.table(name).thinned(classes == 1 ? 1 : 0, &arguments)
      #expect(wrong[0] == (classes == 1 ? 6 : 8))
    }
  }
}
