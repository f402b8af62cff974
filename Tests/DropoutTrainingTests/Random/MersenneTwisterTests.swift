import DropoutTraining
import Testing

// NumPy 2.4: r = np.random.RandomState(seed); r.randint(0, 2**32, dtype=np.uint64) words;
// np.random.RandomState(seed).random_sample(8); np.random.RandomState(seed).randn(8)
struct MersenneTwisterTests {
  @Test func repeatsNumPySeed1() {
    var words = MersenneTwister(seed: 1)
    #expect(
      (0..<4).map { _ in words.nextWord() } == [1791095845, 4282876139, 3093770124, 4005303368])
    var samples = MersenneTwister(seed: 1)
    #expect(
      (0..<8).map { _ in samples.randomSample() } == [
        0.417022004702574, 0.7203244934421581, 0.00011437481734488664, 0.30233257263183977,
        0.14675589081711304, 0.0923385947687978, 0.1862602113776709, 0.34556072704304774,
      ])
    expectNormals(
      seed: 1,
      [
        1.6243453636632417, -0.6117564136500754, -0.5281717522634557, -1.0729686221561705,
        0.8654076293246785, -2.3015386968802827, 1.74481176421648, -0.7612069008951028,
      ])
  }

  @Test func repeatsNumPySeed3() {
    var samples = MersenneTwister(seed: 3)
    #expect(
      (0..<8).map { _ in samples.randomSample() } == [
        0.5507979025745755, 0.7081478226181048, 0.2909047389129443, 0.510827605197663,
        0.8929469543476547, 0.8962930889334381, 0.12558531046383625, 0.20724287813818676,
      ])
    expectNormals(
      seed: 3,
      [
        1.7886284734303186, 0.43650985051198943, 0.09649746807200862, -1.8634927033644908,
        -0.27738820251439905, -0.35475897926898675, -0.08274148148245977, -0.6270006768238473,
      ])
  }

  private func expectNormals(seed: UInt32, _ expected: [Double]) {
    var random = MersenneTwister(seed: seed)
    for value in expected {
      #expect(abs(random.randn() - value) <= 1e-15 + 1e-15 * abs(value))
    }
  }
}
