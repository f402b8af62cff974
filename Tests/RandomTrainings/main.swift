// Trains many random tiny networks and prints one digest of all their results, which must depend on
// nothing but the two numbers: random-trainings [COUNT [SEED]], usual 1,000 and 1.
//
// script/sanitise runs it with every address checked; tests run it on each instruction set and in fresh
// memory filled with different bytes.
import DropoutTraining

let numbers = CommandLine.arguments.dropFirst().map { Int($0) }
let count = numbers.first.flatMap { $0 } ?? 1_000
let seed = numbers.dropFirst().first.flatMap { $0 } ?? 1
var digest = SHA256()
for number in 0..<count {
  RandomTraining(number: number, seed: UInt64(seed)).run(into: &digest)
}
print("\(count) trainings, \(Engine.instructionSet): \(digest.finalized())")
