// Trains tiny networks and prints one digest of all their results, which nothing but the words may
// change: random-trainings [COUNT [SEED]], usual 1,000 and 1; or random-trainings fates; or
// random-trainings subnormals.
//
// script/sanitise runs it with every address checked; tests run it on each instruction set and in fresh
// memory filled with different bytes.
import DropoutTraining

let words = Array(CommandLine.arguments.dropFirst())
let count = words.first.flatMap { Int($0) } ?? 1_000
let seed = words.dropFirst().first.flatMap { UInt64($0) } ?? 1
let trainings: any Sequence<RandomTraining> =
  switch words.first {
  case "fates": RandomTraining.fates
  case "subnormals": RandomTraining.subnormals
  default: (0..<count).lazy.map { RandomTraining(number: $0, seed: seed) }
  }
var digest = SHA256()
var done = 0
for training in trainings {
  training.run(into: &digest)
  done += 1
}
print("\(done) trainings, \(Engine.instructionSet): \(digest.finalized())")
