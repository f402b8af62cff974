import Foundation
import Testing

@testable import DropoutTraining

/// Memory that cannot be had ends the process as its owner chose.
struct OutOfMemoryTests {
  @Test func aBufferThatCannotBeHadIsReported() async {
    await #expect(processExitsWith: .exitCode(71)) {
      OutOfMemory.end { bytes in exit(bytes > 1 << 60 ? 71 : 1) }
      _ = AlignedBuffer<Float>(count: 1 << 59)
    }
    // More bytes than there are numbers for.
    await #expect(processExitsWith: .exitCode(71)) {
      OutOfMemory.end { _ in exit(71) }
      _ = AlignedBuffer<Float>(count: .max)
    }
  }
}
