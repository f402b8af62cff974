import DropoutLab
import Dispatch
import DropoutTraining
import Foundation
import GRDB
import Synchronization
import Testing

/// Stores that others use at the same time.
struct SharedStoreTests {
  /// Two runners on one file train each run once, and both have all results.
  @Test func twoRunnersShareTheirWork() async throws {
    let sample = try StoreSample(steps: 300, seeds: 20)
    let alone = try await sample.train(try RunStore(path: ":memory:"))
    let stores = try [RunStore(path: sample.path), RunStore(path: sample.path)]
    async let one = sample.train(stores[0], jobs: 1)
    async let two = sample.train(stores[1], jobs: 1)
    let outcomes = try await [one, two]
    #expect(outcomes.map(\.trained).reduce(0, +) == 60)
    for outcome in outcomes {
      #expect(outcome.records.count == 60)
      #expect(outcome.trained + outcome.trainedElsewhere + outcome.alreadyStored == 60)
      #expect(
        outcome.records.map { $0?.weightsDigest } == alone.records.map { $0?.weightsDigest })
    }
    #expect(try stores[0].all().count == 60)
    #expect(try sample.count("claim") == 0)
  }

  /// Claims of a process that was killed are taken over at once; those of a machine that is silent, when
  /// their time is over.
  @Test func claimsThatNobodyHoldsEnd() async throws {
    let sample = try StoreSample()
    let store = try RunStore(path: sample.path)
    let machine = try #require(ProcessMark.current.split(separator: "-").first)
    let now = Date().timeIntervalSince1970
    for (identity, owner, until) in [
      (sample.identities[0], "\(machine)-999999999/a", now + 19),
      (sample.identities[1], "00000000-1/a", now + 1.5),
      (sample.identities[2], "00000000-1/a", now + 1e6), (sample.identities[3], "?", now - 1),
    ] {
      try sample.change("INSERT INTO claim VALUES ('\(identity)', '\(owner)', \(until))")
    }
    let start = ContinuousClock.now
    let outcome = try await sample.train(store)
    #expect(outcome.trained == 9)
    #expect(ContinuousClock.now - start > .seconds(1))
  }

  /// What another process holds is waited for, and its result taken.
  @Test func anothersResultIsWaitedFor() async throws {
    let sample = try StoreSample()
    let store = try RunStore(path: sample.path)
    let held = sample.runs[4]
    let until = Date().timeIntervalSince1970 + 35
    try sample.change("INSERT INTO claim VALUES ('\(held.identity)', '00000000-1/a', \(until))")
    let finished = try #require(held.train(sample.data))
    // On a thread of its own: a busy machine may have none to spare for a task.
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 1)
      try? store.insert(held, finished, dataName: "football")
    }
    let outcome = try await sample.train(store, jobs: 1)
    #expect(outcome.trained == 8 && outcome.trainedElsewhere == 1)
    #expect(outcome.records.allSatisfy { $0 != nil })
  }

  /// A store that is busy for some seconds is shared all the same: runs that others hold are not trained.
  @Test func aBusyStoreIsSharedAllTheSame() async throws {
    let sample = try StoreSample()
    let store = try RunStore(path: sample.path)
    let database = try sample.database()
    let stops = Atomic(false)
    let isBusy = Atomic(false)
    // Busy from the moment at which training begins, however late that is; the claims are in it afterwards.
    let makeBusy: @Sendable () -> Void = {
      let begun = DispatchSemaphore(value: 0)
      Thread.detachNewThread {
        try? database.writeWithoutTransaction { db in
          try db.execute(sql: "BEGIN IMMEDIATE")
          begun.signal()
          Thread.sleep(forTimeInterval: 2)
          let until = Date().timeIntervalSince1970 + 35
          for identity in sample.identities {
            try db.execute(
              sql: "INSERT INTO claim VALUES (?, '00000000-1/a', ?)", arguments: [identity, until])
          }
          try db.execute(sql: "COMMIT")
        }
        Thread.sleep(forTimeInterval: 2)
        stops.store(true, ordering: .relaxed)
      }
      begun.wait()
    }
    let stopped = await #expect(throws: RunDesk.Stopped.self) {
      try await sample.train(
        store, jobs: 1,
        shouldStop: {
          if !isBusy.exchange(true, ordering: .relaxed) { makeBusy() }
          return stops.load(ordering: .relaxed)
        })
    }
    #expect(stopped?.stored == 0)
    #expect(try sample.count("claim") == 9)
  }

  /// Training goes on while the store is locked; all is written afterwards.
  @Test(arguments: ["BEGIN EXCLUSIVE", "BEGIN; SELECT count(*) FROM run"])
  func aLockedStoreLosesNothing(lock: String) async throws {
    let sample = try StoreSample()
    let store = try RunStore(path: sample.path)
    let database = try sample.database()
    let notices = Mutex<[String]>([])
    let isLocked = Atomic(false)
    let progress: @Sendable (RunWatch.Progress) -> Void = { told in
      guard told.finished >= 1, !isLocked.exchange(true, ordering: .relaxed) else { return }
      // The store may be writing at this moment.
      for _ in 0..<200 {
        if (try? database.writeWithoutTransaction { try $0.execute(sql: lock) }) != nil { break }
        try? database.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        Thread.sleep(forTimeInterval: 0.01)
      }
      Thread.detachNewThread {
        // Longer than runs wait to be claimed, and a write waits, pauses and waits again.
        Thread.sleep(forTimeInterval: 12)
        try? database.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
      }
    }
    // One job, so that there are runs left to train when the lock comes.
    let outcome = try await sample.train(
      store, jobs: 1, progress: progress,
      notice: { notice in notices.withLock { $0.append("\(notice)") } })
    let wasLocked = isLocked.load(ordering: .relaxed)
    #expect(wasLocked)
    #expect(outcome.trained == 9)
    #expect(try store.all().count == 9)
    let told = notices.withLock { $0 }
    #expect(told.count == 2, "\(told)")
    #expect(told.first?.contains("it is locked by another program") == true)
    #expect(told.first?.contains("wait") == true && told.last?.contains("are in") == true)
  }

  /// Whoever asks to stop learns how many finished runs are lost.
  @Test func stoppingWhileLockedSaysWhatIsLost() async throws {
    let sample = try StoreSample()
    let store = try RunStore(path: sample.path)
    let database = try sample.database()
    let stops = Atomic(false)
    let isLocked = Atomic(false)
    let error = await #expect(throws: StoreError.self) {
      try await sample.train(
        store, jobs: 1, shouldStop: { stops.load(ordering: .relaxed) },
        progress: { told in
          guard told.finished >= 1, !isLocked.exchange(true, ordering: .relaxed) else { return }
          try? database.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
        },
        notice: { _ in
          Thread.detachNewThread {
            Thread.sleep(forTimeInterval: 1)
            stops.store(true, ordering: .relaxed)
          }
        })
    }
    try await database.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
    let stored = try store.all().count
    #expect(
      error
        == .unwritten(
          path: sample.path, runs: 9 - stored, reason: "it is locked by another program"))
    #expect(stored >= 1 && stored < 9)
  }

  /// What is in memory needs no row.
  @Test func runsDeletedMeanwhileAreInTheResult() async throws {
    let sample = try StoreSample()
    let store = try RunStore(path: sample.path)
    let outcome = try await sample.train(
      store, progress: { if $0.finished == 6 { _ = try? store.deleteAll() } })
    #expect(outcome.records.compactMap(\.self).count == 9)
    #expect(try store.all().count < 9)
  }

  @Test(arguments: ["", "a\0b"])
  func pathsThatNameNoFileAreRefused(path: String) throws {
    #expect(throws: StoreError.badPath(path: path)) { try RunStore(path: path) }
  }
}
