import DropoutTraining
import Foundation

func bench(_ layers: [Int], keep: [Double], n: Int, batch: Int?, steps: Int, policy: MaskPolicy) {
  var r = RandomSequence(RandomKey(seed: 1))
  let f = (0..<n*layers[0]).map { _ in Float(r.normal()) }
  let l = (0..<n).map { i in f[i*layers[0]] + f[i*layers[0]+1] > 0 ? Int32(1) : 0 }
  let ex = ExampleMatrix(Examples(featureCount: layers[0], features: f, labels: l))
  let c = TrainingConfiguration(network: NetworkShape(layers: layers, initialisation: .course), keepProbabilities: keep, learningRate: LearningRate(0.1), batchSize: batch, steps: steps)
  var t = Trainer(c, policy: policy, seed: 3, examples: ex)
  let s = Date()
  for _ in 0..<steps { t.step() }
  let d = Date().timeIntervalSince(s)
  print(layers, policy, "us/step", d/Double(steps)*1e6, t.lastBatchLoss, t.evaluate(ex), t.parameters.digest.prefix(12))
}
for p in ["none", "per-example", "per-batch", "frozen/per-example"] {
  bench([2,20,3,1], keep: [1,0.86,0.86], n: 211, batch: nil, steps: 5000, policy: MaskPolicy(p)!)
}
for p in ["none", "per-example"] {
  bench([784,256,256,10], keep: [0.8,0.5,0.5], n: 2000, batch: 128, steps: 100, policy: MaskPolicy(p)!)
}
