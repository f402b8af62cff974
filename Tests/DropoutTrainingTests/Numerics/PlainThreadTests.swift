import Synchronization
import Testing

@testable import DropoutTraining

/// Threads that the system does not grant.
struct PlainThreadTests {
  /// Grants `most` threads and counts what was asked for.
  private final class Supply: Sendable {
    let asked = Atomic(0)
    let most: Int
    init(most: Int) { self.most = most }

    func start(_ body: @escaping @Sendable () -> Void) -> Bool {
      let number = asked.wrappingAdd(1, ordering: .relaxed).oldValue
      return number < most && PlainThread.start(body)
    }
  }

  @Test(arguments: [(0, 3), (1, 3), (2, 3), (3, 3), (8, 3)])
  func allThreadsMustBeThereAtOnce(most: Int, wanted: Int) {
    let supply = Supply(most: most)
    #expect(PlainThread.canStart(wanted, start: supply.start) == (most >= wanted))
    #expect(supply.asked.load(ordering: .relaxed) == min(most + 1, wanted))
  }

  /// A team with fewer threads than asked for does all of the work.
  @Test(arguments: [0, 1, 2, 5])
  func teamsMakeDoWithFewerThreads(most: Int) {
    let supply = Supply(most: most)
    let team = WorkTeam(count: 4, startThread: supply.start)
    #expect(team.count == 1 + min(3, most))
    let seen = Mutex([Int](repeating: 0, count: 1_000))
    for _ in 0..<20 {
      team.split(1_000) { part in seen.withLock { for index in part { $0[index] += 1 } } }
    }
    #expect(seen.withLock { $0 == [Int](repeating: 20, count: 1_000) })
  }
}
