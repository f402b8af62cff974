import Foundation
import Synchronization
import Testing

@testable import DropoutTraining

/// The threads of a run share a length without gap or overlap, wake up, and end.
@Suite(.serialized)
struct WorkTeamTests {
  @Test(arguments: [1, 2, 3, 5])
  func partsCoverTheLengthOnce(count: Int) {
    let team = WorkTeam(count: count)
    for length in [0, 1, 2, 7, 64, 65, 200] {
      for unit in [1, 4, 64] {
        let parts = Mutex([(number: Int, range: Range<Int>)]())
        team.splitNumbered(length, unit: unit) { number, range in
          parts.withLock { $0.append((number, range)) }
        }
        let sorted = parts.withLock { $0.sorted { $0.number < $1.number } }
        #expect(sorted.flatMap { Array($0.range) } == Array(0..<length))
        #expect(sorted.map(\.number) == Array(0..<sorted.count))
        #expect(sorted.count <= count && sorted.allSatisfy { !$0.range.isEmpty })
        #expect(sorted.allSatisfy { $0.range.lowerBound % unit == 0 })
      }
    }
  }

  /// A helper that fell asleep between two parts is woken.
  @Test(.timeLimit(.minutes(10)))
  func workGoesOnAfterAPause() {
    let team = WorkTeam(count: 3)
    let done = Atomic(0)
    for _ in 0..<5 {
      Thread.sleep(forTimeInterval: 0.05)
      team.split(30) { done.add($0.count, ordering: .relaxed) }
    }
    #expect(done.load(ordering: .relaxed) == 150)
  }

  /// A caller that is held up before it wakes its helpers: they have done their parts by then, sleep again, and
  /// are woken for nothing.
  @Test(.timeLimit(.minutes(10)))
  func noPartIsDoneTwice() {
    let team = WorkTeam(count: 3, pause: { Thread.sleep(forTimeInterval: 0.02) })
    for _ in 0..<5 {
      let done = Atomic(0)
      team.split(30) { done.add($0.count, ordering: .relaxed) }
      // Time for a second part, and for a helper that takes the alarm for its end.
      Thread.sleep(forTimeInterval: 0.02)
      #expect(done.load(ordering: .relaxed) == 30)
    }
  }

  #if os(Linux)
    private static func threadCount() throws -> Int {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count
    }

    /// The threads of teams that are gone are gone, asleep or not.
    @Test(.timeLimit(.minutes(10)))
    func threadsEndWithTheirTeam() throws {
      let before = try Self.threadCount()
      for round in 0..<60 {
        let team = WorkTeam(count: 4)
        team.split(4) { _ in }
        if round % 20 == 0 { Thread.sleep(forTimeInterval: 0.02) }
      }
      // Other tests come and go meanwhile; 180 helpers that stayed would show.
      var now = try Self.threadCount()
      for _ in 0..<100 where now > before + 60 {
        Thread.sleep(forTimeInterval: 0.02)
        now = try Self.threadCount()
      }
      #expect(now <= before + 60)
    }
  #endif
}
