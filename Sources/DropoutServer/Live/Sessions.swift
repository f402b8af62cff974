private import CMemory
import DropoutLab
import Foundation

/// The open sessions: limited in number, and closed once their page is silent or idle for too long.
actor Sessions {
  /// The most sessions that may be open at once.
  nonisolated let limit: Int
  private let surroundings: Session.Surroundings
  private let patience: Patience
  private var open: [ObjectIdentifier: Session] = [:]
  private var watcher: Task<Void, Never>?
  private var trimming: Task<Void, Never>?

  /// How long a session is kept without a message.
  struct Patience: Sendable {
    /// Without any message; a page sends one twice a minute.
    var page = Duration.seconds(180)
    /// Without any action of its user.
    var user = Duration.seconds(3600)
    /// Time between two checks.
    var look = Duration.seconds(5)
  }

  init(limit: Int, surroundings: Session.Surroundings, patience: Patience = Patience()) {
    (self.limit, self.surroundings, self.patience) = (limit, surroundings, patience)
  }

  /// How many sessions are open.
  var count: Int { open.count }

  /// Opens a session; nil if the limit is reached.
  func begin() -> Session? {
    guard open.count < limit else { return nil }
    let session = Session(surroundings)
    open[ObjectIdentifier(session)] = session
    if watcher == nil { watcher = Task { await watch() } }
    return session
  }

  /// Ends a session: sends its page the reason, and closes its socket with a code.
  func end(_ session: Session, code: UInt16 = 1001, reason: String? = nil) async {
    let wasOpen = open.removeValue(forKey: ObjectIdentifier(session)) != nil
    await session.end(code: code, reason: reason)
    if wasOpen { returnMemory() }
  }

  /// Returns freed memory to the system, a second later: by then ended sessions have released theirs.
  private func returnMemory() {
    guard trimming == nil else { return }
    trimming = Task {
      try? await Task.sleep(for: .seconds(1))
      trimming = nil
      cm_release_free_memory()
    }
  }

  func endAll(reason: String) async {
    watcher?.cancel()
    await withDiscardingTaskGroup { group in
      for session in open.values { group.addTask { await self.end(session, reason: reason) } }
    }
  }

  private func watch() async {
    while !open.isEmpty, !Task.isCancelled {
      try? await Task.sleep(for: patience.look)
      for session in open.values {
        let silence = await session.silence
        if silence.page > patience.page {
          await end(session, reason: "the page was silent for too long")
        } else if silence.user > patience.user {
          await end(session, reason: "nothing was done for an hour; reload the page to go on")
        }
      }
    }
    watcher = nil
  }
}
