@testable import DropoutLab
import DropoutTraining
import Testing

struct ScoreTableTests {
  private let folder: ScoreFolder
  init() throws { folder = try ScoreFolder() }

  private static let tidy = """
    arm,seed,metric,value
    none,1,accuracy,0.91
    none,2,accuracy,0.92
    dropout,1,accuracy,0.93
    dropout,2,accuracy,0.95

    """

  @Test(arguments: [
    tidy,
    // The same in other words, another order of columns, and with another separator.
    "Random State;Model;Score;Metric\n1;none;0,91;accuracy\n2;none;0,92;accuracy\n"
      + "1;dropout;0,93;accuracy\n2;dropout;0,95;accuracy\n",
    // A column for each metric.
    "method,seed,accuracy,learning_rate\nnone,1,0.91,0.1\nnone,2.0,0.92,0.1\ndropout,1,.93,0.1\n"
      + "dropout,02,9.5e-1,0.1\n",
    // MLflow's names.
    "run_id,status,metrics.accuracy,params.seed,params.model,tags.mlflow.runName\n"
      + "a,FINISHED,0.91,1,none,x\nb,FINISHED,0.92,2,none,y\nc,FINISHED,0.93,1,dropout,z\n"
      + "d,FINISHED,0.95,2,dropout,u\n",
  ])
  func formsOfOneTableGiveTheSameScores(text: String) throws {
    let sheets = try folder.sheets(text).sheets
    #expect(sheets.count == 1)
    let sheet = try #require(sheets.first)
    #expect(sheet.metric.name == "accuracy" && sheet.metric.higherIsBetter)
    #expect(sheet.metric.unit == .share)
    #expect(sheet.arms.map(\.arm) == ["none", "dropout"])
    #expect(sheet.arms.map(\.seeds) == [["1", "2"], ["1", "2"]])
    #expect(sheet.arms.map(\.scores) == [[0.91, 0.92], [0.93, 0.95]])
  }

  @Test func wideTablesHaveAnArmForEachColumn() throws {
    let text = ",seed,none,keep 0.8\n0,1,7.1,6.5\n1,2,7.4,\n2,3,7.0,6.9\n"
    let sheet = try #require(
      try folder.sheets(text) { $0.metrics = ["test error"] }.sheets.first)
    #expect(sheet.arms.map(\.arm) == ["none", "keep 0.8"])
    #expect(sheet.arms.map(\.seeds) == [["1", "2", "3"], ["1", "3"]])
    #expect(sheet.arms[1].scores == [6.5, 6.9])
    #expect(sheet.metric.unit == .percent && !sheet.metric.higherIsBetter)
  }

  @Test func rowsOfAWideTableAreSeedsOnlyIfThatIsSaid() throws {
    let text = "none,dropout\n0.1,0.2\n0.3,0.4\n"
    let unpaired = try folder.sheets(text) { $0.metrics = ["loss"] }
    #expect(unpaired.sheets[0].arms.allSatisfy { $0.seeds == nil })
    let paired = try folder.sheets(text) {
      $0.metrics = ["loss"]
      $0.rowsAreSeeds = true
    }
    #expect(paired.sheets[0].arms.map(\.seeds) == [["row 1", "row 2"], ["row 1", "row 2"]])
  }

  @Test func readingsSayWhatWasTakenForWhat() throws {
    let path = try folder.write(
      "method,seed,accuracy,lr\nnone,1,0.9,0.1\ndropout,1,0.8,0.1\n", "a.csv")
    let files = try ScoreFiles([path], options: ScoreReadingOptions())
    #expect(
      files.readings == [
        "\(path): arms from 'method', metric 'accuracy', seeds from 'seed'; not taken: 'lr'"
      ])
  }

  @Test func flagsNameColumns() throws {
    let text = "opt,schedule,r,acc\nsgd,a,1,0.9\nsgd,b,1,0.8\nadam,a,1,0.7\n"
    let sheet = try #require(
      try folder.sheets(text) {
        $0.columns = [.arm: ["opt", "schedule"], .seed: ["r"], .value: ["acc"]]
      }.sheets.first)
    #expect(sheet.arms.map(\.arm) == ["sgd, a", "sgd, b", "adam, a"])
    #expect(sheet.metric.name == "acc")
  }

  @Test func failedRunsHaveNoScore() throws {
    let text = """
      model,seed,loss
      a,1,0.5
      a,2,nan
      b,1,0.4
      b,2,

      """
    let arms = try folder.sheets(text).sheets[0].arms
    #expect(arms.allSatisfy { $0.scores.count == 2 && $0.scores[1].isNaN })
    let crashed = try folder.sheets(
      "Name,State,model,seed,loss\nx,finished,a,1,0.5\ny,crashed,a,2,0.1\nz,finished,b,1,0.4\n")
    #expect(crashed.sheets[0].arms[0].scores[1].isNaN)
  }

  /// Damaged or unclear tables and a part of the line that refuses each.
  @Test(arguments: [
    ("arm,seed,accuracy\n", "no row of scores"),
    ("0.1,0.2\n0.3,0.4\n0.5,0.6\n", "the first line is made of numbers"),
    ("seed,accuracy,loss\n1,0.9,0.1\n2,0.8,0.2\n", "are metrics"),
    (
      "model,run,accuracy\na,1,0.9\nb,1,0.8\n",
      "'model', 'run' could each be the column of the arms"
    ),
    ("seed,optimizer,lr\n1,sgd,0.9\n2,adam,0.8\n", "--arm-column"),
    ("arm,seed,metric,value\na,1,accuracy,0.9\nb,1,accuracy,high\n", "found 'high'"),
    ("arm,seed,metric,value\na,1,accuracy,0.9\n,1,accuracy,0.8\n", "line 3: column 'arm' is empty"),
    ("arm,seed,metric,value\na,1,accuracy,0.9\nb,1,accuracy\n", "expected 4 fields, found 3"),
    ("arm,seed,metric,value\na,1,accuracy,0.9\na,1,accuracy,0.8\nb,1,accuracy,1\n", "two scores"),
    ("arm,seed,accuracy\na,1,0.9\nb,1,93\n", "shares and percent are mixed"),
    ("arm,seed,accuracy\na,1,0.9\nb,1,-0.2\n", "not a share"),
    ("arm,seed,accuracy\na,1,0.9\na,2,0.9\n", "there is only one arm, a"),
    ("arm,seed,metric,value\na,1,zest,0.9\nb,1,zest,0.8\n", "--higher-is-better zest"),
    ("arm,seed,value\na,1,0.9\nb,1,0.8\n", "have no name"),
    ("model,accuracy\nx1,0.9\nx2,0.8\nx3,0.7\n", "look like names of runs"),
    ("arm,seed,epoch,loss\na,1,1,2\na,1,2,1\nb,1,1,2\n", "ends at step 2"),
    ("arm,seed,epoch,loss\na,1,1,2\na,1,1,1\nb,1,1,2\n", "second score in loss at step 1"),
    ("arm,arm,accuracy\na,1,1\n", "a name that no earlier column has"),
    ("arm,loss\n\"a,0.1\n", "a closing quote"), ("arm,loss\na,0.1\n\0", "a NUL byte"),
    ("\u{FF}\u{FE}", "expected"), ("", "none"),
  ])
  func unclearTablesAreRefused(text: String, saying: String) {
    let error = #expect(throws: (any Error).self) { try folder.sheets(text) }
    #expect("\(error.map { "\($0)" } ?? "")".contains(saying), "\(String(describing: error))")
    #expect(!"\(error.map { "\($0)" } ?? "")".contains("\n"))
  }

  @Test func stepsAreTheLastOneOrTheOneAskedFor() throws {
    let text = """
      arm,seed,epoch,loss
      a,1,1,3
      a,1,2,2
      b,1,1,5
      b,1,2,1
      """
    func scores(_ step: ScoreReadingOptions.Step) throws -> [[Double]] {
      try folder.sheets(text) { $0.step = step }.sheets[0].arms.map(\.scores)
    }
    #expect(try scores(.common) == [[2], [1]])
    #expect(try scores(.last) == [[2], [1]])
    #expect(try scores(.at(1)) == [[3], [5]])
    #expect(try folder.sheets(text).notes == ["Step taken: 2, the last one."])
    #expect(throws: ScoreError.self) { try scores(.at(7)) }
    #expect(throws: ScoreError.noSteps) {
      try folder.sheets(Self.tidy) { $0.step = .at(1) }
    }
  }

  @Test func filesCanBeDataSetsOrArms() throws {
    let options = ScoreReadingOptions()
    let paths = [
      try folder.write(Self.tidy, "iris.csv"), try folder.write(Self.tidy, "wine.csv"),
    ]
    let same = #expect(throws: ScoreError.self) {
      try ScoreSheets(ScoreFiles(paths, options: options), options: options)
    }
    #expect("\(same.map { "\($0)" } ?? "")".contains("--each-file dataset"))
    var datasets = options
    datasets.eachFile = .dataset
    let sheets = try ScoreSheets(ScoreFiles(paths, options: datasets), options: datasets).sheets
    #expect(sheets.map(\.dataset) == ["iris", "wine"])
    var arms = options
    arms.eachFile = .arm
    let files = [
      try folder.write("seed,accuracy\n1,0.9\n", "none.csv"),
      try folder.write("seed,accuracy\n1,0.8\n", "dropout.csv"),
    ]
    let sheet = try ScoreSheets(ScoreFiles(files, options: arms), options: arms).sheets[0]
    #expect(sheet.arms.map(\.arm) == ["none", "dropout"])
  }

  @Test func chartsOfRunsAreTakenApart() throws {
    let text = """
      "Step","none-seed1 - val/acc","none-seed1 - val/acc__MIN","none-seed1 - val/acc__MAX",\
      "drop-seed1 - val/acc","drop-seed1 - val/acc__MIN","drop-seed1 - val/acc__MAX"
      "1","0.5","0.5","0.5","","",""
      "2","0.6","0.6","0.6","0.7","0.7","0.7"

      """
    let sheet = try folder.sheets(text).sheets[0]
    #expect(sheet.metric.name == "val/acc")
    #expect(
      sheet.arms.map(\.arm) == ["none", "drop"] && sheet.arms.map(\.scores) == [[0.6], [0.7]])
    let named = text.replacing("-seed1", with: "_1")
    #expect(throws: ScoreError.self) { try folder.sheets(named) }
    let pattern = try folder.sheets(named) { $0.runNames = RunNamePattern("{arm}_{seed}") }
    #expect(pattern.sheets[0].arms.map(\.seeds) == [["1"], ["1"]])
    #expect(throws: ScoreError.self) {
      try folder.sheets(text.replacing("none-seed1", with: "Group: none"))
    }
  }
}
