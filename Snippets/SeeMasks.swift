// The masks of one hidden layer in one step, under three policies.
import DropoutTraining

for name in ["per-example", "per-batch", "frozen/per-batch"] {
  guard let policy = MaskPolicy(name) else { continue }
  let mask = MaskFormula(policy: policy, seed: 7).matrix(
    layer: 1, keep: KeepProbability(0.5), batchSize: 4, units: 16, step: 100, epoch: 0)
  print(name)
  for row in 0..<4 {
    print(mask[16 * row..<16 * (row + 1)].map { $0 == 1 ? "#" : "." }.joined())
  }
}
