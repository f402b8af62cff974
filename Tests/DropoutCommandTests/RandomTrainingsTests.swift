import DropoutTraining
import Foundation
import Testing

/// Many tiny trainings in several processes: nothing about the machine changes a bit of them.
@Suite(.fewAtATime)
struct RandomTrainingsTests {
  /// What is trained: at random; to saturation, death and divergence; with numbers that would be subnormal.
  static let kinds = ["60 7", "fates", "subnormals"]

  /// The line that the trainings print.
  private func line(_ kind: String, _ variables: String) async throws -> String {
    let result = try await Workspace().shell(
      "\(variables) random-trainings \(kind)", within: 600)
    expectSuccess(result)
    return result.output
  }

  private func digest(_ line: String) -> Substring? {
    line.split(whereSeparator: \.isWhitespace).last
  }

  /// glibc fills what it hands out with a byte, and what is given back with its complement.
  @Test(arguments: kinds)
  func memoryThatWasNeverWrittenIsNotRead(kind: String) async throws {
    #if os(Linux)
      var lines: Set<String> = []
      for byte in [1, 85, 128, 255] {
        lines.insert(try await line(kind, "MALLOC_PERTURB_=\(byte)"))
      }
      #expect(lines.count == 1, "\(lines)")
    #endif
  }

  /// The last one computes fused multiply-adds by the C library's own arithmetic.
  @Test(arguments: kinds)
  func instructionSetsAgree(kind: String) async throws {
    var digests: Set<Substring?> = []
    for instructions in Engine.instructionSets {
      let line = try await line(kind, "DROPOUT_ISA=\(instructions)")
      #expect(line.contains(", \(instructions): "))
      digests.insert(digest(line))
    }
    #if os(Linux)
      let withoutFMA = "GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2 DROPOUT_ISA=portable"
      digests.insert(digest(try await line(kind, withoutFMA)))
    #endif
    #expect(digests.count == 1 && digests.first != .some(nil), "\(digests)")
  }
}
