import DropoutTraining
import Foundation
import Testing

struct PortableMathTests {
  // The platform's functions are within one unit in the last place, 2.2e-16; the stated bound is 4e-16.
  @Test func elementaryFunctionsAgreeWithThePlatform() {
    var random = RandomSequence(RandomKey(seed: 2))
    for _ in 0..<20_000 {
      let x = random.uniform(in: -700...700)
      expectClose(PortableMath.exp(x), exp(x), "exp \(x)", relative: 8e-16)
      let small = random.uniform(in: -2...2)
      expectClose(PortableMath.exp(small), exp(small), "exp \(small)", relative: 5e-16)
      let positive = exp(random.uniform(in: -600...600))
      expectClose(PortableMath.log(positive), log(positive), "log \(positive)", relative: 4e-16)
      let near = random.uniform(in: 0.5...2)
      expectClose(PortableMath.log(near), log(near), "log \(near)", relative: 5e-16)
      let angle = random.uniform(in: -1000...1000)
      #expect(abs(PortableMath.sin(angle) - sin(angle)) < 4e-16, "sin \(angle)")
      #expect(abs(PortableMath.cos(angle) - cos(angle)) < 4e-16, "cos \(angle)")
    }
  }

  @Test func edgesAreThoseOfTheMathematics() {
    #expect(PortableMath.log(1) == 0)
    #expect(PortableMath.log(0) == -.infinity)
    #expect(PortableMath.log(-1).isNaN)
    #expect(PortableMath.exp(0) == 1)
    #expect(PortableMath.exp(1000) == .infinity)
    #expect(PortableMath.exp(-1000) == 0)
    #expect(PortableMath.sin(0) == 0)
    #expect(PortableMath.cos(0) == 1)
  }

  private func expectClose(
    _ got: Double, _ expected: Double, _ what: String, relative: Double
  ) {
    #expect(abs(got - expected) <= relative * abs(expected), "\(what): \(got) against \(expected)")
  }
}
