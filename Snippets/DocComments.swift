// The examples in doc comments, which script/lint compares with the snippets, so that they compile.
import DropoutLab
import DropoutServer
import DropoutStatistics
import DropoutTraining

func policies() {
  let fresh = MaskPolicy("per-example")  // a fresh row of the mask for every example, every step
  let shared = MaskPolicy("every:100/per-batch")  // one row for the batch, new every 100 steps
  let frozen = MaskPolicy("frozen/per-example")  // a reseeded generator: one matrix in every step
  print([fresh, shared, frozen])
}

func schedules() {
  var configuration = TrainingConfiguration.course
  configuration.dropoutSchedule = DropoutSchedule(.early, steps: 5_000)
  print(configuration.keep(layer: 1, step: 4_999).realised)  // 0.8600006103515625
  print(configuration.keep(layer: 1, step: 5_000).realised)  // 1.0
}

func data() throws {
  let dataset = try DataGenerator.football.makeDataset(GeneratorOptions(seed: 1))
  let some = dataset.train.sample(500, key: RandomKey(seed: 0).folding(RandomUse("my figure")))
  let examples = Examples(featureCount: 2, features: [0.1, 0.2, 0.9, 0.8], labels: [0, 1])
  print(some.count, examples.count)
}

func keys() {
  let run = RandomKey(seed: 7)
  let masksOfLayer2 = run.folding(.masks, layer: 2)
  print(masksOfLayer2.words)
}

func statistics() {
  let differences = PairedDifferences([0.071, 0.069, 0.072], [0.074, 0.070, 0.075])
  let interval = MeanInterval(differences)?.interval
  let seeds = PairedPower().seedsNeeded(difference: 0.005, sd: 0.008)  // half a point: 23 seeds
  print(interval ?? "no interval", seeds)
}

func band(curvesOfA: [[Double]], curvesOfB: [[Double]]) {
  let curves = zip(curvesOfA, curvesOfB).map { a, b in zip(a, b).map { $0 - $1 } }
  let band = SimultaneousBand(curves, key: RandomKey(seed: 1))
  print(band?.intervals ?? [])
}

func average(of network: borrowing TrainedNetwork, on test: ExampleMatrix) {
  let curve = MonteCarloCurve(
    network: network, examples: test, ks: [1, 10, 100], repeats: 10, seed: 1)
  for point in curve.points { print(point.passes, point.error.mean, point.errorDeviation ?? 0) }
}

func serve() async throws {
  let server = try LaboratoryServer(store: RunStore(path: "dropout.sqlite"))
  try await server.run { print("open \($0)") }
}

policies()
schedules()
try data()
keys()
statistics()
band(curvesOfA: [], curvesOfB: [])
