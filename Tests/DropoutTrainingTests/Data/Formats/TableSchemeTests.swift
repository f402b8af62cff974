import Testing

@testable import DropoutTraining

struct TableSchemeTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func load(
    _ train: String, _ test: String, _ options: DatasetOptions = DatasetOptions()
  ) throws -> Dataset {
    var options = options
    options.standardise = .never
    options.testPath = try folder.file("test.csv", Array(test.utf8))
    return try Dataset.load(
      path: folder.file("train.csv", Array(train.utf8)), options: options)
  }

  private func refusal(_ train: String, _ test: String) -> String {
    do {
      _ = try load(train, test)
      return ""
    } catch { return "\(error)" }
  }

  private static let train = "a,b,label\n1,2,0\n3,4,1\n5,6,0\n"

  @Test(arguments: [
    "a,b,label\n7,8,1\n9,10,0\n", "b,a,label\n8,7,1\n10,9,0\n", "label,b,a\n1,8,7\n0,10,9\n",
    "b;label;a\n8,0;1;7,0\n10,0;0;9,0\n", "7,8,1\n9,10,0\n", ",b,a,label\n0,8,7,1\n1,10,9,0\n",
  ]) func theTestFileIsTakenByTheHeader(test: String) throws {
    let data = try load(Self.train, test)
    #expect(data.test.features == [7, 8, 9, 10])
    #expect(data.test.labels == [1, 0])
    #expect(data.reading?.featureNames == ["a", "b"])
  }

  @Test func otherColumnsAreRefused() {
    #expect(refusal(Self.train, "a,label\n7,1\n").contains("it lacks 'b'"))
    #expect(refusal(Self.train, "a,b,c,label\n7,8,9,1\n").contains("it has 'c' besides"))
    #expect(refusal(Self.train, "a,c,label\n7,9,1\n").contains("it lacks 'b'; it has 'c' besides"))
    #expect(refusal(Self.train, "a,b\n7,9\n").contains("it lacks 'label'"))
    #expect(refusal(Self.train, "7,1\n3,4\n").contains("expected 3 columns"))
  }

  @Test func columnsLeftOutOfTrainingMayBeAbsent() throws {
    let train = "Id,a,name,label\n1,5,x,0\n2,6,y,1\n3,7,z,0\n"
    let options = DatasetOptions(ignoredColumns: [.name("Id"), .name("name")])
    let data = try load(train, "label,a\n1,9\n", options)
    #expect(data.test.features == [9])
    #expect(try load(train, "name,label,a,Id\nq,1,9,7\n", options).test.features == [9])
  }

  @Test func wordsAreThoseOfTraining() throws {
    let train = "sex,age,label\nm,1,0\nf,2,1\nm,3,0\n"
    let data = try load(train, "age,sex,label\n4,f,1\n5,m,0\n")
    #expect(data.test.features == [1, 0, 4, 0, 1, 5])
    #expect(data.reading?.featureNames == ["sex=f", "sex=m", "age"])
    let line = refusal(train, "age,sex,label\n4,x,1\n")
    #expect(
      line.contains("line 2, column 2 (sex): expected a word that the training examples have"))
    #expect(refusal(train, "age,sex,label\n4,1,1\n").contains("found '1'"))
    #expect(refusal(train, "age,sex,label\nold,m,1\n").contains("expected a finite number"))
  }

  @Test func classesAreMatchedByTheirText() throws {
    let data = try load("a,label\n1,1\n2,2\n3,3\n", "a,label\n4,3.0\n5,2.0\n")
    #expect(data.classNames == ["1", "2", "3"])
    #expect(data.test.labels == [2, 1])
  }
}
