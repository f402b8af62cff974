// A comparison whose runs are kept: asked again, it trains what is missing.
import DropoutLab
import DropoutTraining

var settings = PlanSettings()
try settings.merge(
  toml: """
    [data]
    name = "moons"
    [network]
    layers = [2, 64, 32, 1]
    [dropout]
    keep = 0.8
    [training]
    batch = 32
    steps = 3000
    [comparison]
    policies = ["none", "per-example", "per-batch"]
    seeds = 16
    """, source: "my settings")

let data = LoadedData()
let dataset = try data.dataset(RunData(DataSpecification(settings)))
let plan = try Plan(settings, dataset: dataset)  // every other setting has its default
let desk = RunDesk(store: try RunStore(path: "runs.sqlite"), jobs: 2, data: data)
let orders = plan.runs(dataset: dataset).map { RunOrder($0, data: RunData(plan.data)) }
let records = try await desk.train(orders).records.compactMap(\.self)

let results = try ComparisonResults(
  runs: records, policies: plan.policies, testExampleCount: dataset.test.count,
  steps: plan.training.steps)
for pair in results.comparisons where pair.metric == results.metric { print(pair.sentence) }
