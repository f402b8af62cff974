// Seeds are added until the answer is known: an interval that allows for looking after each of them.
import DropoutStatistics
import DropoutTraining

var random = RandomSequence(RandomKey(seed: 1))
var sequence = AnytimeTSequence(level: 0.05)
while sequence.count < 1_000 {
  // Here two runs of the next seed are trained; a difference of shares lies within −1…1.
  sequence.add(-0.004 + 0.01 * random.normal())
  let interval = sequence.interval
  if interval.low > 0 || interval.high < 0 { break }
}
print("\(sequence.count) seeds: \(sequence.interval.low) to \(sequence.interval.high)")
