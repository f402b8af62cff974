import DropoutReproductions
import ArgumentParser
import DropoutLab
import DropoutTraining

/// `dropout reproduce`: makes published results again and shows them beside the originals.
struct ReproduceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reproduce",
    abstract: "Make a published result again and set it beside the published figures.",
    discussion: """
      dropout reproduce list names what can be reproduced, what each needs and about how long it takes. \
      With --out a folder gets a page (README.md), figures (SVG), tables (CSV) and results.json. \
      graham-random-walks and srivastava-… (but fig11) keep their finished runs in the store and go on \
      from them when they were interrupted or the budget ended; the others start again.
      """)

  @Argument(help: "What to reproduce; list for a list.")
  var name: String

  @Option(help: "A data file, where the reproduction takes one.")
  var data: String?

  @Option(help: "Folder to look for mnist and fashion-mnist in, before the usual ones.")
  var dataDir: String?

  @Option(help: "Minutes after which no more is begun (default: no end).")
  var budget: Double?

  @Option(help: "Seeds (default: the reproduction's own number).")
  var seeds: Int?

  @Option(help: "The first seed; the others follow it.")
  var seed: Int?

  @OptionGroup var jobsOptions: JobsOptions

  @OptionGroup(title: "Store") var storeOptions: StoreOptions

  @Option(name: .joinable("o"), help: "Folder for README.md, figures, tables and results.json.")
  var out: String?

  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    try check(
      "--budget", budget, in: 0.001...1_000_000, remedy: "give minutes from 0.001 to 1,000,000")
    try check("--seeds", seeds, in: 1...100_000, remedy: "give a number from 1 to 100,000")
    try check(
      "--seed", seed, in: 0...4_000_000_000, remedy: "give a number from 0 to 4,000,000,000")
  }

  func run() async throws {
    if name == "list" { return try printList() }
    let reproduction = try ReproductionList.find(name)
    try refuseOptions(besides: reproduction.identity.options)
    if let out { try OutputFile.makeFolder(out) }
    output.say("\(reproduction.identity.title), \(reproduction.identity.source)")
    let context = context
    var results = try await Interruption.deferred { try await reproduction.run(context) }
    results.command = command
    if let out { try OutputFile.write(results.study(), to: out) }
    if output.json { try JSONOutput.print(results) } else { ReproductionText.print(results) }
    if let out { output.say("page: \(out)/README.md") }
  }

  /// Refuses given options that this reproduction does not use: they must not be ignored silently.
  private func refuseOptions(besides taken: [ReproductionIdentity.Option]) throws {
    for option in ReproductionIdentity.Option.allCases where !taken.contains(option) {
      let isGiven =
        switch option {
        case .data: data != nil
        case .seeds: seeds != nil
        case .seed: seed != nil
        }
      if isGiven {
        throw CommandError.badArgument(
          "--\(option.rawValue)", message: "\(name) does not accept this flag; leave it out")
      }
    }
  }

  private var context: ReproductionContext {
    let (quiet, options) = (output.quiet, storeOptions)
    return ReproductionContext(
      jobs: jobsOptions.count, budgetMinutes: budget, seedCount: seeds,
      firstSeed: seed.map { UInt64($0) }, locator: DataLocator(dataDirectory: dataDir),
      dataPath: data, openStore: { try options.open() },
      say: { if !quiet { Terminal.message($0) } },
      progress: { if !quiet { Terminal.progress($0) } },
      shouldStop: { Interruption.isRequested })
  }

  /// The command that repeats the results: the name and the options that affect them.
  private var command: String {
    let flags: [(String, String?)] = [
      ("--data", data.map(Plan.quoted)), ("--budget", budget.map { "\($0)" }),
      ("--seeds", seeds.map { "\($0)" }), ("--seed", seed.map { "\($0)" }),
    ]
    return "dropout reproduce \(name)"
      + flags.map { flag, value in value.map { " \(flag) \($0)" } ?? "" }.joined()
  }

  private func printList() throws {
    let identities = ReproductionList.all.map(\.identity)
    if output.json { return try JSONOutput.print(identities) }
    for identity in identities {
      Terminal.result("\(Terminal.bold(identity.name))  \(identity.title)")
      Terminal.result("  \(identity.question)")
      Terminal.result("  source: \(identity.source); \(identity.basis.words)")
      Terminal.result("  needs: \(identity.needs); takes \(identity.duration)")
    }
  }
}
