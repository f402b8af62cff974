import Synchronization
import Testing

/// Runs at most three test cases of its suites at a time.
///
/// Each of them starts processes and waits for what they say. All at once, as the testing library would
/// start them, they make each other wait for minutes.
struct FewAtATime: SuiteTrait, TestTrait, TestScoping {
  let isRecursive = true

  private static let places = Places(3)

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    await Self.places.take()
    defer { Self.places.giveBack() }
    try await function()
  }
}

extension Trait where Self == FewAtATime {
  static var fewAtATime: Self { Self() }
}

/// Places that are waited for in turn.
private final class Places: Sendable {
  private let state: Mutex<(free: Int, waiting: [CheckedContinuation<Void, Never>])>

  init(_ count: Int) { state = Mutex((count, [])) }

  func take() async {
    await withCheckedContinuation { continuation in
      let isFree = state.withLock { state in
        if state.free > 0 {
          state.free -= 1
          return true
        }
        state.waiting.append(continuation)
        return false
      }
      if isFree { continuation.resume() }
    }
  }

  func giveBack() {
    let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
      if !state.waiting.isEmpty { return state.waiting.removeFirst() }
      state.free += 1
      return nil
    }
    next?.resume()
  }
}
