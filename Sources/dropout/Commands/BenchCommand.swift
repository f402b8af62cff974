import DropoutStatistics
import ArgumentParser
import DropoutLab
import DropoutTraining
import Foundation

/// `dropout bench`: measures how fast the engine is on this machine.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure the engine on this machine: training steps, dense product, masks.",
    discussion: """
      course is 2-20-3-1 on 211 examples, full batch; mnist2 is 784-1024-1024-10 and mnist3 \
      784-2048-2048-2048-10, batch 128, momentum, on MNIST where it is at hand, else on glyphs. The \
      dense limit is the time that all multiplications of a step would take at the rate of the \
      engine's own dense product. Numbers below 2⁻¹²⁶, which cost some processors a hundred cycles \
      each, count as zero: a step of course on such numbers is measured beside one on ordinary numbers.
      """)

  @Option(help: "Workloads, comma-separated: course, mnist2, mnist3.")
  var workloads = "course,mnist2"

  @Option(help: "Mask policies, comma-separated.")
  var policies = "none,per-example,per-batch"

  @Option(help: "Threads inside a step, comma-separated; narrow nets use one.")
  var threads = "1"

  @Option(help: "How often each is timed.")
  var repeats = 5

  @Option(name: .customLong("data-dir"), help: "Folder to look for MNIST in first.")
  var dataDirectory: String?

  @OptionGroup(title: "Output") var output: OutputOptions

  private func parsed<Value>(
    _ flag: String, _ text: String, expected: String, _ read: (String) -> Value?
  ) throws -> [Value] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let value = read(String(part)) else {
        throw ValidationError("\(flag) \(part): use \(expected)")
      }
      return value
    }
  }

  private func chosenWorkloads() throws -> [BenchmarkWorkload] {
    try parsed("--workloads", workloads, expected: "course, mnist2 or mnist3") { name in
      BenchmarkWorkload.all.first { $0.name == name }
    }
  }

  private func chosenPolicies() throws -> [MaskPolicy] {
    try parsed("--policies", policies, expected: MaskPolicy.allowedForms) { MaskPolicy($0) }
  }

  private func chosenThreads() throws -> [Int] {
    try parsed("--threads", threads, expected: "a whole number from 1 to 256") { text in
      Int(text).flatMap { (1...256).contains($0) ? $0 : nil }
    }
  }

  func validate() throws {
    _ = try (chosenWorkloads(), chosenPolicies(), chosenThreads())
    try check(
      "--repeats", repeats, in: 1...1_000, remedy: "give a whole number from 1 to 1,000")
  }

  func run() throws {
    let products = [(128, 1024, 1024), (512, 512, 512)].map { rows, depth, columns in
      Document.Product(
        rows: rows, depth: depth, columns: columns,
        gigaflops: EngineBenchmark.denseProduct(
          rows: rows, depth: depth, columns: columns, repeats: repeats))
    }
    let masks = [0.5, 0.86].map {
      Document.Mask(
        keep: $0, nanosecondsPerElement: EngineBenchmark.maskElement(keep: $0, repeats: repeats))
    }
    let document = Document(
      machine: Machine.description, instructionSet: Engine.instructionSet,
      workloads: try measureWorkloads(gigaflops: products[0].gigaflops.median),
      denseProducts: products, masks: masks, subnormals: try measureSubnormals())
    if output.json { try JSONOutput.print(document) } else { printTables(document) }
  }

  private func measureWorkloads(gigaflops: Double) throws -> [Document.Workload] {
    var measured: [Document.Workload] = []
    let meter = ProgressMeter("measuring", output)
    defer { meter.end() }
    let total = try chosenWorkloads().reduce(0) { sum, workload in
      sum + (try chosenPolicies().count)
        * (workload.name == "course" ? 1 : try chosenThreads().count)
    }
    for workload in try chosenWorkloads() {
      let dataset = try dataset(for: workload)
      let examples = ExampleMatrix(dataset.train)
      let dense = workload.denseOperations(exampleCount: examples.count) / gigaflops / 1e3
      for policy in try chosenPolicies() {
        for count in workload.name == "course" ? [1] : try chosenThreads() {
          meter.show(
            Double(measured.count) / Double(total),
            "\(measured.count) of \(total), \(workload.name), \(policy), "
              + NumberText.counted(count, "thread"))
          let step = EngineBenchmark.step(
            workload, policy: policy, threads: count, examples: examples, repeats: repeats)
          let median = step.microseconds.median
          measured.append(
            Document.Workload(
              name: workload.name, data: dataset.name, policy: policy, threads: count,
              microsecondsPerStep: median,
              min: step.microseconds.min, max: step.microseconds.max, denseLimitMicroseconds: dense,
              shareOfDenseLimit: median / dense,
              denseEquivalentGigaflops: gigaflops * dense / median,
              gigaflopsDone: gigaflops * dense / median * step.shareDone))
        }
      }
    }
    return measured
  }

  private func measureSubnormals() throws -> Document.Subnormals {
    output.say("measuring course, per-example, on subnormal numbers and without")
    let (with, without) = EngineBenchmark.subnormalStep(
      try dataset(for: .course).train, policy: .perExample, repeats: repeats)
    return Document.Subnormals(
      microsecondsPerStep: with.median, ordinaryMicrosecondsPerStep: without.median,
      ratio: with.median / without.median)
  }

  private func dataset(for workload: BenchmarkWorkload) throws -> Dataset {
    if workload.name == "course" {
      return try DataGenerator.football.makeDataset(GeneratorOptions(seed: 1))
    }
    do {
      return try Dataset.load(.mnist, locator: DataLocator(dataDirectory: dataDirectory))
    } catch DatasetError.notFound where dataDirectory == nil {
      output.say("MNIST is not at hand: glyphs are measured in its place")
      return try DataGenerator.glyphs.makeDataset(GeneratorOptions(seed: 1))
    }
  }

  private func printTables(_ document: Document) {
    func number(_ value: Double, _ digits: Int) -> String {
      String(format: "%.\(digits)f", locale: nil, value)
    }
    Terminal.result("\(document.machine), \(document.instructionSet)\n")
    var steps = TextTable([
      "workload", "data", "policy", "threads", "µs a step", "min–max", "of dense limit",
      "GFLOP/s dense",
      "done",
    ])
    for row in document.workloads {
      steps.add([
        row.name, row.data, "\(row.policy)", "\(row.threads)", number(row.microsecondsPerStep, 2),
        "\(number(row.min, 2))–\(number(row.max, 2))", number(row.shareOfDenseLimit, 2),
        number(row.denseEquivalentGigaflops, 1), number(row.gigaflopsDone, 1),
      ])
    }
    Terminal.table(steps)
    Terminal.result("")
    for product in document.denseProducts {
      Terminal.result(
        "dense product \(product.rows) × \(product.depth) × \(product.columns): "
          + "\(number(product.gigaflops.median, 1)) GFLOP/s")
    }
    let subnormals = document.subnormals
    Terminal.result(
      "course per-example on subnormal numbers: \(number(subnormals.ratio, 2)) times as long as "
        + "without (\(number(subnormals.ordinaryMicrosecondsPerStep, 2)) µs a step)")
    for mask in document.masks {
      Terminal.result(
        "masks at keep \(mask.keep): \(number(mask.nanosecondsPerElement.median, 3)) ns an element")
    }
  }

  private struct Document: Encodable {
    let machine: String
    let instructionSet: String
    let workloads: [Workload]
    let denseProducts: [Product]
    let masks: [Mask]
    let subnormals: Subnormals

    struct Workload: Encodable {
      let name: String
      let data: String
      let policy: MaskPolicy
      let threads: Int
      let microsecondsPerStep: Double
      let min: Double
      let max: Double
      let denseLimitMicroseconds: Double
      let shareOfDenseLimit: Double
      let denseEquivalentGigaflops: Double
      let gigaflopsDone: Double
    }

    struct Product: Encodable {
      let rows: Int
      let depth: Int
      let columns: Int
      let gigaflops: DropoutTraining.Measurement
    }

    struct Subnormals: Encodable {
      let microsecondsPerStep: Double
      let ordinaryMicrosecondsPerStep: Double
      let ratio: Double
    }

    struct Mask: Encodable {
      let keep: Double
      let nanosecondsPerElement: DropoutTraining.Measurement
    }
  }
}

/// The machine that a measurement was made on.
enum Machine {
  /// Processor and number of cores.
  static var description: String {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let name = lines.split(separator: "\n").first { $0.hasPrefix("model name") }
      .flatMap { $0.split(separator: ":").last?.trimmingCharacters(in: .whitespaces) }
    return "\(name ?? "unknown processor"), \(cores) cores"
  }
}
