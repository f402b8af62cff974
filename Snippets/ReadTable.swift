// A table of your own, with the column of classes named and every fifth example set aside to test on.
import DropoutTraining

do {
  let data = try Dataset.load(
    path: "flowers.csv", options: DatasetOptions(labelColumn: .name("species"), testFraction: 0.2))
  if let reading = data.reading { print(reading.summary) }  // what was taken as class and features
  print(
    data.train.count, "to train on,", data.test.count, "to test on:", data.classCount, "classes")
} catch {
  print(error)  // one line: which file, what was expected, what was found, what to do
}
